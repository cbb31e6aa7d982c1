using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Toolkit;

/// <summary>A field that a parameter names; its key is looked up once per schema. Thread-safe.</summary>
internal sealed class NamedField(string name)
{
    private volatile Resolved? _resolved;

    public string Name { get; } = name;

    /// <summary>Whether it is the whole of <c>extra</c>, which has no key.</summary>
    public bool IsWholeExtra { get; } = name == "extra";

    public static NamedField[] List(FieldList names)
    {
        var fields = new List<NamedField>(names.Count);
        foreach (FieldName name in names)
        {
            if (!name.IsEmpty)
                fields.Add(new NamedField(name.Name));
        }

        return [.. fields];
    }

    /// <summary>The key in a message's schema; null where the schema has no such field.</summary>
    public FieldKey? KeyIn(Message message)
    {
        Resolved? resolved = _resolved;
        if (resolved is null || !ReferenceEquals(resolved.Schema, message.Schema))
        {
            message.Schema.TryGetKey(Name, out FieldKey? key);
            _resolved = resolved = new Resolved(message.Schema, key);
        }

        return resolved.Key;
    }

    /// <summary>The key where a message holds a text that is not empty; otherwise null.</summary>
    public FieldKey? TextIn(Message message, out FieldValue value)
    {
        FieldKey? key = KeyIn(message);
        value = key is null ? FieldValue.Missing : message[key];
        return value is { Kind: FieldValueKind.Text, Utf8.IsEmpty: false } ? key : null;
    }

    private sealed record Resolved(Schema Schema, FieldKey? Key);
}
