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
    /// <param name="value">The object.</param>
    /// <param name="buffer">Takes the new object.</param>
    /// <param name="known">The names of its members.</param>
    /// <param name="inner">Those of the objects within it, by the names that these have; what is new there is kept within such an object.</param>
    public static Harmonized Of(FieldValue value, Utf8Buffer buffer, FrozenSet<string> known, FrozenDictionary<string, FrozenSet<string>>? inner = null)
    {
        if (value.Utf8.TrimStart(" \t\r\n"u8) is not [(byte)'{', ..])
            return Harmonized.None;
        int start = buffer.Length;
        var reader = new Utf8JsonReader(value.Utf8);
        reader.Read();
        Append(ref reader, value.Utf8, buffer, known, inner);
        return buffer.Length == start ? Harmonized.None : Harmonized.Written(FieldValueKind.Json, buffer, start);
    }

    // Nothing where nothing is new. The reader stands on the object's first token; on its last one afterwards.
    private static void Append(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, Utf8Buffer buffer, FrozenSet<string> known, FrozenDictionary<string, FrozenSet<string>>? inner)
    {
        int start = buffer.Length;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            int begin = (int)reader.TokenStartIndex;
            string name = reader.GetString()!;
            ReadOnlySpan<byte> quoted = json.Slice(begin, reader.ValueSpan.Length + 2);
            reader.Read();
            int before = buffer.Length;
            if (inner is not null && reader.TokenType == JsonTokenType.StartObject && inner.TryGetValue(name, out FrozenSet<string>? within))
            {
                buffer.Append(before == start ? "{"u8 : ", "u8);
                buffer.Append(quoted);
                buffer.Append(": "u8);
                int empty = buffer.Length;
                Append(ref reader, json, buffer, within, null);
                if (buffer.Length == empty)
                    buffer.Truncate(before);
                continue;
            }

            reader.Skip();
            ReadOnlySpan<byte> member = json[begin..(int)reader.BytesConsumed];
            if (known.Contains(name) || member.Length > MaxSize)
                continue;
            buffer.Append(before == start ? "{"u8 : ", "u8);
            buffer.Append(member);
        }

        if (buffer.Length > start)
            buffer.Append((byte)'}');
    }
}
