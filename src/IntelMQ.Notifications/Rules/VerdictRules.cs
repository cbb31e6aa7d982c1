using System.Globalization;
using IntelMQ.Bots;
using IntelMQ.Messages;
using IntelMQ.Notifications.Contacts;
using IntelMQ.Notifications.Directives;

namespace IntelMQ.Notifications.Rules;

/// <summary>Rules that keep, change or drop a copy of the event.</summary>
internal sealed class VerdictRules(Func<Event, Verdict> run) : INotificationRules
{
    private const string Place = "extra.notification.";

    private static readonly TimeSpan Longest = TimeSpan.FromDays(3650);

    public NotificationDecision Decide(Event message, Contact contact, NotificationDecision usual)
    {
        Event copy = message.Clone();
        // What a feed says under these names is no rule's word.
        foreach (string name in (string[])["reason", "template", "format", "protection", "language", "interval", "cooldown"])
            copy.Remove(Place + name);
        copy["source.abuse_contact"] = contact.Email;
        copy[Place + "organisation"] = contact.Organisation ?? "";
        copy[Place + "tags"] = $" {string.Join(' ', contact.Tags)} ";
        try
        {
            if (run(copy).IsDrop)
                return usual with { Inhibition = Text(copy, "reason") ?? "a rule says so" };
        }
#pragma warning disable CA1031 // A rule that fails for an event must not tell it, and must not end the others.
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return usual with { Inhibition = $"a rule fails: {exception.Message}" };
        }
#pragma warning restore CA1031

        string? wrong = null;
        NotificationDecision decision = usual with
        {
            Template = Text(copy, "template") ?? usual.Template,
            Language = Text(copy, "language") ?? usual.Language,
            Format = Read(copy, "format", usual.Format, ref wrong),
            Protection = Read(copy, "protection", usual.Protection, ref wrong),
            Interval = Time(copy, "interval", usual.Interval, ref wrong),
            Cooldown = Time(copy, "cooldown", usual.Cooldown, ref wrong),
        };
        return wrong is null ? decision : decision with { Inhibition = wrong };
    }

    private static string? Text(Event copy, string name) => copy.GetString(Place + name) is { Length: > 0 } text ? text : null;

    private static T Read<T>(Event copy, string name, T usual, ref string? wrong)
        where T : struct, Enum
    {
        if (Text(copy, name) is not { } text)
            return usual;
        if (text.All(char.IsAsciiLetter) && Enum.TryParse(text, ignoreCase: true, out T value))
            return value;
        wrong ??= $"a rule gives the {name} '{text}', which there is not";
        return usual;
    }

    private static TimeSpan Time(Event copy, string name, TimeSpan usual, ref string? wrong)
    {
        if (Text(copy, name) is not { } text)
            return usual;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && seconds >= 0 && seconds <= Longest.TotalSeconds)
            return TimeSpan.FromSeconds(seconds);
        wrong ??= $"a rule gives the {name} '{text}', which is no time in seconds";
        return usual;
    }
}
