using System.Text;
using System.Text.Unicode;

namespace IntelMQ.Text;

/// <summary>Makes raw feed data readable as text: what IntelMQ does to it before any parser sees it.</summary>
internal static class FeedText
{
    /// <summary>Drops what is not UTF-8. Data that is UTF-8 already is given back as it is, without a copy.</summary>
    public static ReadOnlyMemory<byte> Decode(ReadOnlyMemory<byte> raw)
    {
        if (Utf8.IsValid(raw.Span))
            return raw;
        var clean = new Utf8Buffer(Math.Max(1, raw.Length));
        ReadOnlySpan<byte> rest = raw.Span;
        while (rest.Length > 0)
        {
            if (Rune.DecodeFromUtf8(rest, out _, out int length) == System.Buffers.OperationStatus.Done)
                clean.Append(rest[..length]);
            rest = rest[length..];
        }

        return clean.WrittenMemory;
    }

    /// <summary>As <see cref="Decode"/>, without NUL characters and outer white space: how table data is read.</summary>
    public static ReadOnlyMemory<byte> DecodeTable(ReadOnlyMemory<byte> raw)
    {
        ReadOnlyMemory<byte> text = DecodeWithoutNul(raw);
        ReadOnlySpan<byte> trimmed = Utf8Text.Trim(text.Span);
        return trimmed.Length == text.Length || !text.Span.Overlaps(trimmed, out int start) ? text[..trimmed.Length] : text.Slice(start, trimmed.Length);
    }

    /// <summary>As <see cref="Decode"/>, without NUL characters.</summary>
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
}
