using System.Text;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Hosting.Trying;

/// <summary>What a bot did to a field.</summary>
/// <param name="Name">The field.</param>
/// <param name="Before">Its value as JSON; <see langword="null"/> where it was not there.</param>
/// <param name="After">Its value as JSON; <see langword="null"/> where it is no more.</param>
public sealed record FieldChange(string Name, string? Before, string? After)
{
    /// <summary>What is different between two messages, by name.</summary>
    public static IReadOnlyList<FieldChange> Between(Message before, Message after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        Dictionary<string, string> old = ValuesOf(before);
        Dictionary<string, string> now = ValuesOf(after);
        return
        [
            .. old.Keys.Union(now.Keys).Order(StringComparer.Ordinal)
                .Select(name => new FieldChange(name, old.GetValueOrDefault(name), now.GetValueOrDefault(name)))
                .Where(static change => change.Before != change.After),
        ];
    }

    /// <inheritdoc/>
    public override string ToString() => (Before, After) switch
    {
        (null, var added) => $"+ {Name}: {added}",
        (var removed, null) => $"- {Name}: {removed}",
        var (old, changed) => $"~ {Name}: {old} -> {changed}",
    };

    private static Dictionary<string, string> ValuesOf(Message message)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        using var document = System.Text.Json.JsonDocument.Parse(Encoding.UTF8.GetString(message.ToJson(MessageFormat.Flat)));
        foreach (System.Text.Json.JsonProperty field in document.RootElement.EnumerateObject())
            values[field.Name] = field.Value.GetRawText();
        return values;
    }
}
