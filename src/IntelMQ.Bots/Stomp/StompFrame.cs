using System.Text;
using IntelMQ.Text;

namespace IntelMQ.Bots.Stomp;

/// <summary>A frame of STOMP 1.1.</summary>
/// <param name="Command">Such as <c>SEND</c>.</param>
/// <param name="Headers">Names and values as they are, without escapes.</param>
/// <param name="Body">The body; may be empty.</param>
internal sealed record StompFrame(string Command, IReadOnlyList<KeyValuePair<string, string>> Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>The value of the first header of a name, which is the one that counts; null where there is none.</summary>
    public string? this[string name]
    {
        get
        {
            foreach ((string header, string value) in Headers)
            {
                if (header == name)
                    return value;
            }

            return null;
        }
    }

    /// <summary>Appends the frame as it goes over the wire.</summary>
    public void WriteTo(Utf8Buffer output)
    {
        output.Append(Command.AsSpan());
        output.Append((byte)'\n');
        // In the first frame nothing is escaped, since the version is not settled then.
        bool escapes = Command != "CONNECT";
        foreach ((string name, string value) in Headers)
        {
            Append(name, escapes, output);
            output.Append((byte)':');
            Append(value, escapes, output);
            output.Append((byte)'\n');
        }

        if (Body.Length > 0)
        {
            output.Append("content-length:"u8);
            output.Append((long)Body.Length);
            output.Append((byte)'\n');
        }

        output.Append((byte)'\n');
        output.Append(Body.Span);
        output.Append((byte)0);
    }

    /// <summary>A header's text without escapes; null where it holds one that there is not.</summary>
    public static string? Unescape(ReadOnlySpan<byte> text)
    {
        if (!text.Contains((byte)'\\'))
            return Encoding.UTF8.GetString(text);
        var plain = new Utf8Buffer(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != (byte)'\\')
            {
                plain.Append(text[i]);
                continue;
            }

            switch (++i < text.Length ? text[i] : (byte)0)
            {
                case (byte)'n':
                    plain.Append((byte)'\n');
                    break;
                case (byte)'r':
                    plain.Append((byte)'\r');
                    break;
                case (byte)'c':
                    plain.Append((byte)':');
                    break;
                case (byte)'\\':
                    plain.Append((byte)'\\');
                    break;
                default:
                    return null;
            }
        }

        return Encoding.UTF8.GetString(plain.WrittenSpan);
    }

    private static void Append(string text, bool escapes, Utf8Buffer output)
    {
        if (!escapes || text.AsSpan().IndexOfAny("\\:\n\r") < 0)
        {
            output.Append(text.AsSpan());
            return;
        }

        output.Append(text
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace(":", "\\c", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal)
            .Replace("\r", "\\r", StringComparison.Ordinal)
            .AsSpan());
    }
}
