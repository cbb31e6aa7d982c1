using System.Text.Json;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Store;

/// <summary>A field that a condition asks for.</summary>
/// <param name="Column">Its column in a table of events.</param>
/// <param name="Form">How its values are compared.</param>
/// <param name="Key">Its key; <see langword="null"/> for the whole of <c>extra</c>.</param>
/// <param name="Path">Of a member of <c>extra</c>: its name, and the steps within it.</param>
internal sealed record BoundField(string Column, FieldForm Form, FieldKey? Key, string[] Path)
{
    /// <summary>An event's value; missing where it has none.</summary>
    public FieldValue ValueOf(Event message)
    {
        if (Key is null)
            return FieldValue.Missing;
        FieldValue value = ReferenceEquals(message.Schema.TryGetKey(Key.NameUtf8, out FieldKey? own) ? own : null, Key) ? message[Key] : message[Key.Name];
        return Path.Length > 1 ? Within(value) : value;
    }

    public bool IsSet(Event message) => Key is null ? message.Contains("extra") : ValueOf(message).Kind is not (FieldValueKind.Missing or FieldValueKind.Null);

    private FieldValue Within(FieldValue value)
    {
        if (value.Kind != FieldValueKind.Json)
            return FieldValue.Missing;
        using JsonDocument document = JsonDocument.Parse(value.Utf8.ToArray(), MemberPath.Options);
        return MemberPath.TryFind(document.RootElement, Path.AsSpan(1), out JsonElement found) ? MemberPath.ValueOf(found) : FieldValue.Missing;
    }
}
