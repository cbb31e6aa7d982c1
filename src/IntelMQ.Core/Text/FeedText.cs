using System.Text;
using System.Text.Unicode;

namespace IntelMQ.Text;

/// <summary>Makes raw feed data readable as text.</summary>
internal static class FeedText
{
    /// <summary>
    /// Data as UTF-8: as its byte order mark says; as it is, where it is UTF-8 already, without a copy; otherwise what is not UTF-8 in it is
    /// read as Windows-1252.
    /// </summary>
    public static ReadOnlyMemory<byte> Decode(ReadOnlyMemory<byte> raw) => Decode(raw, null, out _);

    /// <summary>Data as UTF-8.</summary>
    /// <param name="raw">The data.</param>
    /// <param name="declared">The encoding that somebody says it has; goes before what is found in it, but not before a byte order mark.</param>
    /// <param name="guessed">How many bytes were read by a guess, since nothing says what they are and they are not UTF-8.</param>
    public static ReadOnlyMemory<byte> Decode(ReadOnlyMemory<byte> raw, Encoding? declared, out long guessed)
    {
        guessed = 0;
        ReadOnlySpan<byte> bytes = raw.Span;
        if (ByteOrderMark.WideEncodingOf(bytes) is { } wide)
            return Transcode(bytes, wide);
        if (declared is not null && !CharacterSets.IsUtf8(declared) && ByteOrderMarkLength(bytes) == 0)
            return Transcode(bytes, declared);
        if (ByteOrderMark.GuessWide(bytes) is { } likely)
        {
            guessed = bytes.Length;
            return Transcode(bytes, likely);
        }

        bool isUtf8 = Utf8.IsValid(bytes);
        // A document that was made UTF-8 on its way may still name another encoding: valid UTF-8 is what it is.
        if (ByteOrderMarkLength(bytes) == 0 && CharacterSets.Find(DeclaredCharset.In(bytes)) is { } named && !CharacterSets.IsUtf8(named)
            && (!isUtf8 || CharacterSets.IsShifted(named, bytes)) && named.GetByteCount("<") == 1)
            return Transcode(bytes, named);
        return isUtf8 ? raw : ReadWestern(bytes, out guessed);
    }

    /// <summary>As <see cref="Decode(ReadOnlyMemory{byte})"/>, without NUL characters and outer white space: how table data is read.</summary>
    public static ReadOnlyMemory<byte> DecodeTable(ReadOnlyMemory<byte> raw)
    {
        ReadOnlyMemory<byte> text = DecodeWithoutNul(raw);
        ReadOnlySpan<byte> trimmed = Utf8Text.Trim(text.Span);
        return trimmed.Length == text.Length || !text.Span.Overlaps(trimmed, out int start) ? text[..trimmed.Length] : text.Slice(start, trimmed.Length);
    }

    /// <summary>As <see cref="Decode(ReadOnlyMemory{byte})"/>, without NUL characters.</summary>
    public static ReadOnlyMemory<byte> DecodeWithoutNul(ReadOnlyMemory<byte> raw)
    {
        // Most tables are ASCII, which one look tells.
        if (!raw.Span.ContainsAnyExceptInRange((byte)1, (byte)0x7F))
            return raw;
        ReadOnlyMemory<byte> text = Decode(raw);
        if (text.Span.Contains((byte)0))
        {
            byte[] clean = text.ToArray();
            int kept = 0;
            foreach (byte value in clean)
            {
                if (value != 0)
                    clean[kept++] = value;
            }

            text = clean.AsMemory(0, kept);
        }

        return text;
    }

    /// <summary>Whether a byte order mark begins the text, and how long it is.</summary>
    public static int ByteOrderMarkLength(ReadOnlySpan<byte> text) => text.StartsWith("\uFEFF"u8) ? 3 : 0;

    private static byte[] Transcode(ReadOnlySpan<byte> bytes, Encoding encoding)
    {
        var text = new Utf8Buffer(Math.Max(16, bytes.Length));
        Decoder decoder = encoding.GetDecoder();
        Span<char> chars = stackalloc char[1024];
        while (true)
        {
            decoder.Convert(bytes, chars, flush: true, out int used, out int written, out bool completed);
            text.Append(chars[..written]);
            bytes = bytes[used..];
            if (completed && bytes.IsEmpty)
                break;
        }

        ReadOnlySpan<byte> utf8 = text.WrittenSpan;
        return utf8[ByteOrderMarkLength(utf8)..].ToArray();
    }

    // What is UTF-8 stays; each other byte is a character.
    private static ReadOnlyMemory<byte> ReadWestern(ReadOnlySpan<byte> rest, out long guessed)
    {
        guessed = 0;
        var text = new Utf8Buffer(Math.Max(16, rest.Length + (rest.Length / 8)));
        Span<char> character = stackalloc char[2];
        while (!rest.IsEmpty)
        {
            int ascii = rest.IndexOfAnyExceptInRange((byte)0, (byte)0x7F);
            if (ascii != 0)
            {
                text.Append(ascii < 0 ? rest : rest[..ascii]);
                rest = ascii < 0 ? default : rest[ascii..];
                continue;
            }

            bool isUtf8 = Rune.DecodeFromUtf8(rest, out _, out int length) == System.Buffers.OperationStatus.Done;
            if (!isUtf8)
            {
                length = 1;
                guessed++;
                text.Append(character[..CharacterSets.Windows1252.GetChars(rest[..1], character)]);
            }
            else
            {
                text.Append(rest[..length]);
            }

            rest = rest[length..];
        }

        return text.WrittenMemory;
    }
}
