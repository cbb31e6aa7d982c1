using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using IntelMQ.Harmonization;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Parsers.Misp;

/// <summary>A MISP attribute of a type and category that make events: its fields and their values.</summary>
internal sealed class MispAttribute
{
    private readonly List<(string Field, byte[] Value)> _values = [];

    private MispAttribute(IReadOnlyList<string> tags) => Tags = tags;

    /// <summary>The names of the attribute's own tags.</summary>
    public IReadOnlyList<string> Tags { get; }

    /// <summary>Whether an attribute makes neither an event nor a failure.</summary>
    public static bool IsUnknown(JsonElement attribute) => !TryRead(attribute, allTypes: false, out _, out string? fault) && fault is null;

    /// <summary>Reads an attribute.</summary>
    /// <param name="attribute">Any JSON.</param>
    /// <param name="allTypes">Whether one of a type or category that has no field of its own is kept below <c>extra.misp.</c>.</param>
    /// <param name="known">The attribute.</param>
    /// <param name="fault">Why it makes no event; null where it is passed over.</param>
    public static bool TryRead(JsonElement attribute, bool allTypes, [NotNullWhen(true)] out MispAttribute? known, out string? fault)
    {
        known = null;
        fault = "is not an attribute: it lacks a type";
        if (attribute.ValueKind != JsonValueKind.Object || Text(attribute, "type") is not { } name)
            return false;
        fault = null;
        if (MispEvent.IsDeleted(attribute))
            return false;
        if (!MispType.TryFind(name, Text(attribute, "category"), out MispType? type))
        {
            if (!allTypes)
                return false;
            type = MispType.OfOther(name);
        }

        if (!attribute.TryGetProperty("value"u8, out JsonElement content))
        {
            fault = "lacks the member 'value'";
            return false;
        }

        known = new MispAttribute(MispEvent.Tags(attribute));
        string value = JsonReport.TextOf(content);
        if (type.Second is null)
        {
            known.Add(type.First, type.Prefix is { } prefix && value.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? value[prefix.Length..] : value);
            return true;
        }

        // A file's name may hold the separator.
        int bar = value.LastIndexOf('|');
        if (bar < 0)
        {
            fault = $"is of type '{name}', but its value has no '|'";
            known = null;
            return false;
        }

        known.Add(type.First, value[..bar]);
        known.Add(type.Second, value[(bar + 1)..]);
        return true;
    }

    /// <summary>Stores the values; one that is refused breaks the event.</summary>
    public void Store(EventDraft draft)
    {
        foreach ((string field, byte[] value) in _values)
            draft.Add(FieldOf(draft.Event, field), FieldValue.Text(value));
    }

    /// <summary>Adds the values to another attribute's event, if all their fields are free there and take them.</summary>
    public bool TryMerge(Event message)
    {
        MessageState before = message.Save();
        foreach ((string field, byte[] value) in _values)
        {
            if (message.TryAdd(FieldOf(message, field), FieldValue.Text(value)).IsRefused)
            {
                message.Restore(before);
                return false;
            }
        }

        return true;
    }

    private void Add(string field, string value) => _values.Add((field, Encoding.UTF8.GetBytes(value)));

    private static string? Text(JsonElement attribute, string name)
        => attribute.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // IntelMQ 3.3 has no field for weaknesses.
    private static string FieldOf(Event message, string field)
        => field == MispType.Vulnerabilities && !message.Schema.TryGetKey(field, out _) ? "extra.vulnerability" : field;
}
