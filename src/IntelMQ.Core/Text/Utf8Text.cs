using System.Buffers;
using System.Text;

namespace IntelMQ.Text;

/// <summary>What IntelMQ's text rules need of UTF-8: its white space, and trimming by it.</summary>
public static class Utf8Text
{
    /// <summary>
    /// Removes white space from both ends, as IntelMQ's text types do: the ASCII blanks, the separators U+001C to U+001F, NEL and
    /// every Unicode space. Bytes that are not UTF-8 are not white space.
    /// </summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        if (IsTrimmed(text))
            return text;
        while (Rune.DecodeFromUtf8(text, out Rune rune, out int length) == OperationStatus.Done && IsWhiteSpace(rune))
            text = text[length..];
        while (Rune.DecodeLastFromUtf8(text, out Rune rune, out int length) == OperationStatus.Done && IsWhiteSpace(rune))
            text = text[..^length];
        return text;
    }

    /// <summary>Whether both ends are visible ASCII, as they mostly are: there is nothing to trim then.</summary>
    internal static bool IsTrimmed(ReadOnlySpan<byte> text) => text.Length > 0 && IsPlain(text[0]) && IsPlain(text[^1]);

    /// <summary>Whether IntelMQ's text functions treat the character as white space.</summary>
    public static bool IsWhiteSpace(Rune rune) => rune.Value switch
    {
        >= 0x09 and <= 0x0D or >= 0x1C and <= 0x20 or 0x85 or 0xA0 or 0x1680 or >= 0x2000 and <= 0x200A => true,
        0x2028 or 0x2029 or 0x202F or 0x205F or 0x3000 => true,
        _ => false,
    };

    private static bool IsPlain(byte value) => value is > 0x20 and < 0x7F;
}
