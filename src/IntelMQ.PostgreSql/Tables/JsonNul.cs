using IntelMQ.Text;

namespace IntelMQ.PostgreSql.Tables;

/// <summary>
/// JSON may name the character NUL, which no text of PostgreSQL holds, so that a value with it breaks every later question. Its escape is
/// stored as the six characters that it is written with, as IntelMQ does.
/// </summary>
internal static class JsonNul
{
    /// <summary>How many bytes <see cref="Append"/> adds to the JSON.</summary>
    public static int CountIn(ReadOnlySpan<byte> json)
    {
        int count = 0;
        for (int at = 0; NextIn(json, ref at);)
            count++;
        return count;
    }

    public static void Append(ReadOnlySpan<byte> json, Utf8Buffer output)
    {
        int copied = 0;
        for (int at = 0; NextIn(json, ref at);)
        {
            output.Append(json[copied..(at - 6)]);
            output.Append((byte)'\\');
            copied = at - 6;
        }

        output.Append(json[copied..]);
    }

    // A backslash that is itself escaped begins no escape. Leaves the place behind what was found.
    private static bool NextIn(ReadOnlySpan<byte> json, ref int at)
    {
        while (json[at..].IndexOf((byte)'\\') is >= 0 and var found)
        {
            at += found;
            if (json[at..].StartsWith("\\u0000"u8))
            {
                at += 6;
                return true;
            }

            at = Math.Min(at + 2, json.Length);
        }

        return false;
    }
}
