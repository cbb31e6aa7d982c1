using System.Text;
using IntelMQ.Messages;
using IntelMQ.Notifications.Directives;
using IntelMQ.Schemas;

namespace IntelMQ.Notifications.Stores;

/// <summary>What stores of all kinds have in common.</summary>
internal static class DirectiveOrder
{
    public const string Told = "it was told to the recipient within its cooldown";

    public const string Again = "the same problem of the same object is told already";

    public static IReadOnlyList<DirectiveGroup> Of(IEnumerable<DirectiveGroup> groups) => [.. groups
        .OrderBy(static group => group.Recipient, StringComparer.Ordinal)
        .ThenBy(static group => group.Language, StringComparer.Ordinal)
        .ThenBy(static group => group.Protection)
        .ThenBy(static group => group.State)
        .ThenBy(static group => group.Reason, StringComparer.Ordinal)];

    public static Directive Replaced(Directive directive, string recipient, string reason) => directive with
    {
        Recipient = recipient,
        Organisation = "",
        ContactSource = "",
        ContactObject = "",
        Explanation = $"{directive.Explanation.TrimEnd('\n')}\nreplaced: {recipient} in place of {directive.Recipient}: {reason}\n".TrimStart('\n'),
    };

    // What was stored was an event; with another schema some of its fields may be none.
    public static Event EventOf(string json, Schema schema)
        => Event.TryParse(Encoding.UTF8.GetBytes(json), schema, out Event? message, out _) ? message : new Event(schema);

    public static string AlreadyTold(Directive directive) => $"{directive.Recipient}, who was to replace the recipient, is told of it already";
}
