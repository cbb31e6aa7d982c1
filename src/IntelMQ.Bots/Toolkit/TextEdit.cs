using System.Text;
using IntelMQ.Text;

namespace IntelMQ.Bots.Toolkit;

/// <summary>Changes to UTF-8 text that count characters (code points), as Python does.</summary>
internal static class TextEdit
{
    /// <summary>How many characters valid UTF-8 has.</summary>
    public static int CountCharacters(ReadOnlySpan<byte> utf8)
    {
        int count = 0;
        foreach (byte value in utf8)
            count += (value & 0xC0) == 0x80 ? 0 : 1;
        return count;
    }

    /// <summary>The text without those of the characters that stand at its ends.</summary>
    public static ReadOnlySpan<byte> Strip(ReadOnlySpan<byte> text, string characters)
    {
        while (Rune.DecodeFromUtf8(text, out Rune first, out int used) == System.Buffers.OperationStatus.Done && Holds(characters, first))
            text = text[used..];
        while (Rune.DecodeLastFromUtf8(text, out Rune last, out int used) == System.Buffers.OperationStatus.Done && Holds(characters, last))
            text = text[..^used];
        return text;
    }

    /// <summary>Appends the text with up to <paramref name="count"/> places replaced, all where it is negative; nothing is found before each character and at the end.</summary>
    public static void Replace(ReadOnlySpan<byte> text, ReadOnlySpan<byte> old, ReadOnlySpan<byte> replacement, int count, Utf8Buffer output)
    {
        while (count != 0 && (old.IsEmpty || text.IndexOf(old) >= 0))
        {
            int at = text.IndexOf(old);
            output.Append(text[..at]);
            output.Append(replacement);
            text = text[(at + old.Length)..];
            if (count > 0)
                count--;
            if (!old.IsEmpty)
                continue;
            if (Rune.DecodeFromUtf8(text, out _, out int used) != System.Buffers.OperationStatus.Done)
                break;
            output.Append(text[..used]);
            text = text[used..];
        }

        output.Append(text);
    }

    private static bool Holds(string characters, Rune rune)
    {
        foreach (Rune other in characters.EnumerateRunes())
        {
            if (other == rune)
                return true;
        }

        return false;
    }
}
