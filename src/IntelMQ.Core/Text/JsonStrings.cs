using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace IntelMQ.Text;

/// <summary>Reading JSON text without ever throwing on it.</summary>
internal static class JsonStrings
{
    /// <summary>How deep arrays and objects may be nested.</summary>
    public const int MaxDepth = 64;

    /// <summary>The name or text that a reader stands on. A lone surrogate becomes U+FFFD, where the reader's own methods throw.</summary>
    public static string TextOf(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
            return Encoding.UTF8.GetString(reader.ValueSpan);
        var text = new Utf8Buffer(reader.ValueSpan.Length);
        Unescape(reader.ValueSpan, text);
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    /// <summary>Whether the name or text that a reader stands on is another. Does not throw, whatever escapes it holds.</summary>
    public static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> other)
    {
        if (!reader.ValueIsEscaped)
            return reader.ValueSpan.SequenceEqual(other);
        var text = new Utf8Buffer(reader.ValueSpan.Length);
        Unescape(reader.ValueSpan, text);
        return text.WrittenSpan.SequenceEqual(other);
    }

    /// <summary>Reads JSON text: exactly one value.</summary>
    /// <returns>The document, to be disposed of, or null where the text is not JSON or nested too deep.</returns>
    public static JsonDocument? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
            JsonDocument document = JsonDocument.ParseValue(ref reader);
            try
            {
                // Throws where something other than blanks stands behind the value.
                if (!reader.Read())
                    return document;
            }
            catch (JsonException)
            {
            }

            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The text of a JSON string, appended without quotes and escapes.</summary>
    public static void Unescape(JsonElement text, Utf8Buffer output)
        => Unescape(JsonMarshal.GetRawUtf8Value(text)[1..^1], output);

    /// <summary>Appends what stands between a JSON string's quotes, without escapes. A lone surrogate becomes U+FFFD.</summary>
    /// <param name="raw">Checked by a JSON reader.</param>
    /// <param name="output">Takes the text.</param>
    public static void Unescape(ReadOnlySpan<byte> raw, Utf8Buffer output)
    {
        while (true)
        {
            int escape = raw.IndexOf((byte)'\\');
            if (escape < 0 || escape + 1 >= raw.Length)
            {
                output.Append(raw);
                return;
            }

            output.Append(raw[..escape]);
            byte code = raw[escape + 1];
            raw = raw[(escape + 2)..];
            if (code == 'u')
                AppendUnicode(ref raw, output);
            else
                output.Append(code switch
                {
                    (byte)'n' => (byte)'\n',
                    (byte)'r' => (byte)'\r',
                    (byte)'t' => (byte)'\t',
                    (byte)'b' => (byte)'\b',
                    (byte)'f' => (byte)'\f',
                    _ => code,
                });
        }
    }

    private static void AppendUnicode(ref ReadOnlySpan<byte> raw, Utf8Buffer output)
    {
        char first = TakeHex(ref raw);
        Rune rune = Rune.ReplacementChar;
        if (!char.IsSurrogate(first))
        {
            rune = new Rune(first);
        }
        else if (char.IsHighSurrogate(first) && raw.StartsWith("\\u"u8))
        {
            ReadOnlySpan<byte> rest = raw[2..];
            if (Rune.TryCreate(first, TakeHex(ref rest), out Rune pair))
            {
                rune = pair;
                raw = rest;
            }
        }

        output.Advance(rune.EncodeToUtf8(output.GetSpan(4)));
    }

    private static char TakeHex(ref ReadOnlySpan<byte> raw)
    {
        int length = Math.Min(4, raw.Length);
        _ = ushort.TryParse(raw[..length], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort unit);
        raw = raw[length..];
        return (char)unit;
    }
}
