using System.Text;

namespace IntelMQ.Text;

/// <summary>The mark that begins a text and says how it is encoded.</summary>
internal static class ByteOrderMark
{
    // Without a mark of their own in what they write; what is damaged becomes U+FFFD.
    private static readonly Encoding LittleEndian = new UnicodeEncoding(bigEndian: false, byteOrderMark: false);
    private static readonly Encoding BigEndian = new UnicodeEncoding(bigEndian: true, byteOrderMark: false);
    private static readonly Encoding LittleEndian32 = new UTF32Encoding(bigEndian: false, byteOrderMark: false);
    private static readonly Encoding BigEndian32 = new UTF32Encoding(bigEndian: true, byteOrderMark: false);

    /// <summary>The encoding of a text in UTF-16 or UTF-32 that begins with a mark; <see langword="null"/> for all others.</summary>
    public static Encoding? WideEncodingOf(ReadOnlySpan<byte> text) => text switch
    {
        [0xFF, 0xFE, 0, 0, ..] => LittleEndian32,
        [0, 0, 0xFE, 0xFF, ..] => BigEndian32,
        [0xFF, 0xFE, ..] => LittleEndian,
        [0xFE, 0xFF, ..] => BigEndian,
        _ => null,
    };

    /// <summary>The encoding of a text without a mark in which nearly every second byte of the start is NUL: UTF-16 that holds mostly ASCII.</summary>
    public static Encoding? GuessWide(ReadOnlySpan<byte> text)
    {
        const int Looked = 256;
        ReadOnlySpan<byte> start = text[..Math.Min(text.Length & ~1, Looked)];
        if (start.Length < 4 || !start.Contains((byte)0))
            return null;
        (int even, int odd) = (0, 0);
        for (int i = 0; i < start.Length; i += 2)
        {
            even += start[i] == 0 ? 1 : 0;
            odd += start[i + 1] == 0 ? 1 : 0;
        }

        int most = start.Length / 2 * 3 / 4;
        return even == 0 && odd >= most ? LittleEndian : odd == 0 && even >= most ? BigEndian : null;
    }
}
