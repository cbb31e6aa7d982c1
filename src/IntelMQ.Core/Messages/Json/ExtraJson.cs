using System.Text;
using System.Text.Json;
using IntelMQ.Harmonization;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Messages;

/// <summary>Takes apart an object that is given for the whole of <c>extra</c>.</summary>
internal static class ExtraJson
{
    /// <summary>
    /// Hands on each member of a JSON object, or of text that holds one, under its key below <c>extra.</c>. Names that no field may
    /// have are brought into form: a stored one would make the message unreadable for the next bot. Where two get the same form, or one
    /// that a member has by itself, the later ones get a number (<c>user_agent_2</c>).
    /// </summary>
    /// <returns>Whether it is an object with at least one member.</returns>
    public static bool TryReadMembers<TState>(FieldValue value, Schema schema, TState state, MemberAction<TState> onMember)
    {
        if (value.Kind is not FieldValueKind.Json and not FieldValueKind.Text)
            return false;
        var reader = new Utf8JsonReader(value.Utf8, new JsonReaderOptions { MaxDepth = JsonLimits.MaxDepth });
        var text = new Utf8Buffer();
        Dictionary<string, int>? taken = null;
        bool any = false;
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                string name = reader.GetString()!;
                reader.Read();
                text.Clear();
                if (!WireJson.TryReadValue(ref reader, value.Utf8, text, out FieldValue member))
                    return false;
                if (KeyFor(value.Utf8, schema, name, ref taken) is { } key)
                    onMember(state, key, member);
                any = true;
            }

            return any && !reader.Read();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static FieldKey? KeyFor(ReadOnlySpan<byte> json, Schema schema, string name, ref Dictionary<string, int>? taken)
    {
        if (schema.TryGetKey(FieldKey.ExtraPrefix + name, out FieldKey? key))
            return key;
        taken ??= NamesInForm(json, schema);
        return schema.TryGetKey(FieldKey.ExtraPrefix + FieldNames.NormalizeApart(name, taken), out key) ? key : null;
    }

    private static Dictionary<string, int> NamesInForm(ReadOnlySpan<byte> json, Schema schema)
    {
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = JsonLimits.MaxDepth });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            if (schema.TryGetKey(FieldKey.ExtraPrefix + name, out _))
                names.TryAdd(name, 2);
            reader.Skip();
        }

        return names;
    }

    public delegate void MemberAction<in TState>(TState state, FieldKey key, FieldValue value);
}
