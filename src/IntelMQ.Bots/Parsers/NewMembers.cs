using System.Collections.Frozen;
using System.Text.Json;
using IntelMQ.Harmonization;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers;

/// <summary>
/// Members of a feed's objects that the feed did not have when its parser was written, for feeds whose objects hold far more than events take
/// from them: of these all that is known by name is left out, and the rest kept below <c>extra.</c>
/// </summary>
internal static class NewMembers
{
    // What is larger is in the event's raw data alone.
    private const int MaxSize = 64 * 1024;

    /// <summary>Keeps what is not known.</summary>
    /// <param name="draft">The event.</param>
    /// <param name="parent">The object.</param>
    /// <param name="known">The names of its members.</param>
    /// <param name="prefix">What stands in front of the names below <c>extra.</c></param>
    /// <param name="maxSize">The most bytes of a value, for objects that many events repeat.</param>
    public static void Keep(EventDraft draft, JsonElement parent, FrozenSet<string> known, string prefix, int maxSize = MaxSize)
    {
        if (parent.ValueKind != JsonValueKind.Object)
            return;
        foreach (JsonProperty member in parent.EnumerateObject())
        {
            if (!known.Contains(member.Name) && System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(member.Value).Length <= maxSize)
                draft.Keep(prefix + member.Name, JsonReport.ValueOf(member.Value));
        }
    }

    /// <summary>What is not known of an object, as a JSON object; nothing where all of it is.</summary>
    public static Harmonized Of(FieldValue value, Utf8Buffer buffer, FrozenSet<string> known)
    {
        if (value.Utf8.TrimStart(" \t\r\n"u8) is not [(byte)'{', ..])
            return Harmonized.None;
        int start = buffer.Length;
        try
        {
            Append(value.Utf8, buffer, start, known);
        }
        catch (InvalidOperationException)
        {
            // Text that is not Unicode would make the event unreadable.
            buffer.Truncate(start);
        }

        if (buffer.Length == start)
            return Harmonized.None;
        buffer.Append((byte)'}');
        return Harmonized.Written(FieldValueKind.Json, buffer, start);
    }

    private static void Append(ReadOnlySpan<byte> json, Utf8Buffer buffer, int start, FrozenSet<string> known)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            int name = (int)reader.TokenStartIndex;
            bool isKnown = known.Contains(reader.GetString()!);
            reader.Read();
            reader.Skip();
            ReadOnlySpan<byte> member = json[name..(int)reader.BytesConsumed];
            if (isKnown || member.Length > MaxSize)
                continue;
            CheckTexts(member);
            buffer.Append(buffer.Length == start ? "{"u8 : ", "u8);
            buffer.Append(member);
        }
    }

    private static void CheckTexts(ReadOnlySpan<byte> member)
    {
        if (!member.Contains((byte)'\\'))
            return;
        var reader = new Utf8JsonReader((byte[])[(byte)'{', .. member, (byte)'}']);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
                reader.GetString();
        }
    }
}
