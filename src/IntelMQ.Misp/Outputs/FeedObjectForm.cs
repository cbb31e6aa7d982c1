using System.Globalization;
using IntelMQ.Bots;
using IntelMQ.Messages;
using IntelMQ.Misp.Events;

namespace IntelMQ.Misp.Outputs;

/// <summary>Attributes of a feed: as the template says, or as <c>attribute_mapping</c> says for the fields that it names.</summary>
/// <param name="options">What the parameters say.</param>
internal sealed class FeedObjectForm(MispFeedOutputOptions options) : ObjectForm
{
    private readonly IReadOnlyDictionary<string, IReadOnlyDictionary<string, PlainValue>> _mapping = options.AttributeMapping;

    /// <summary>What a mapping may say of an attribute.</summary>
    public static IReadOnlyList<string> Members { get; } = ["category", "comment", "disable_correlation", "distribution", "to_ids", "type"];

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> ObjectMembers => "\"comment\":\"\","u8;

    /// <inheritdoc/>
    public override bool HasTimestamps => true;

    /// <inheritdoc/>
    public override bool ChecksValues => options.MispValidTypes;

    /// <inheritdoc/>
    public override bool IsSteady => _mapping.Count == 0;

    /// <inheritdoc/>
    public override MispAttributeKind? KindOf(Event message, string field)
    {
        MispAttributeKind kind = MispTemplate.KindOf(field) with { Comment = "" };
        if (_mapping.Count == 0)
            return kind;
        if (!_mapping.TryGetValue(field, out IReadOnlyDictionary<string, PlainValue>? members))
            return null;
        foreach ((string member, PlainValue value) in members)
        {
            kind = member switch
            {
                "category" => kind with { Category = TextOf(message, value) },
                "comment" => kind with { Comment = TextOf(message, value) },
                "disable_correlation" => kind with { DisableCorrelation = value.IsTruthy },
                "distribution" => kind with { Distribution = int.TryParse(value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null },
                "to_ids" => kind with { ToIds = value.IsTruthy },
                "type" => kind with { Type = TextOf(message, value) },
                _ => kind,
            };
        }

        return kind;
    }

    // A text that is the name of a field stands for the field's value.
    private static string TextOf(Event message, PlainValue value)
    {
        string text = value.ToString();
        return message.Contains(text) && EventValues.TellingText(message, text) is { } found ? found : text;
    }
}
