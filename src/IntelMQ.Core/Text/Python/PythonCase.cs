using System.Buffers;
using System.ComponentModel;
using System.Globalization;
using System.Text;

namespace IntelMQ.Text;

/// <summary>
/// Lower- and upper-casing as IntelMQ's types do it: Unicode's full case mapping, independent of culture and of ICU. <c>ß</c> becomes
/// <c>SS</c>, a capital sigma at the end of a word becomes <c>ς</c>. Texts are UTF-8; bytes that are not are copied.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class PythonCase
{
    private const int CapitalSigma = 0x3A3;
    private const int CapitalIWithDot = 0x130;

    /// <summary>Whether lower-casing leaves the text as it is. Does not allocate.</summary>
    public static bool IsLower(ReadOnlySpan<byte> text)
    {
        if (Ascii.IsValid(text))
            return !text.ContainsAnyInRange((byte)'A', (byte)'Z');
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(text, out Rune rune, out int length) == OperationStatus.Done && LowerOf(rune) != rune)
                return false;
            text = text[length..];
        }

        return true;
    }

    /// <summary>Whether upper-casing leaves the text as it is. Does not allocate.</summary>
    public static bool IsUpper(ReadOnlySpan<byte> text)
    {
        if (Ascii.IsValid(text))
            return !text.ContainsAnyInRange((byte)'a', (byte)'z');
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(text, out Rune rune, out int length) == OperationStatus.Done
                && (SpecialUpperCasing.Of(rune.Value) is not null || UpperOf(rune) != rune))
            {
                return false;
            }

            text = text[length..];
        }

        return true;
    }

    /// <summary>Appends the lower-case form of a text.</summary>
    public static void Lower(ReadOnlySpan<byte> text, Utf8Buffer output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (Ascii.IsValid(text))
        {
            Ascii.ToLower(text, output.GetSpan(text.Length), out int written);
            output.Advance(written);
            return;
        }

        for (int i = 0; i < text.Length;)
        {
            if (Rune.DecodeFromUtf8(text[i..], out Rune rune, out int length) != OperationStatus.Done)
                output.Append(text.Slice(i, length));
            else if (rune.Value == CapitalIWithDot)
                output.Append("i\u0307"u8);
            else if (rune.Value == CapitalSigma)
                output.Append(EndsWord(text[..i], text[(i + length)..]) ? "ς"u8 : "σ"u8);
            else
                AppendRune(LowerOf(rune), output);
            i += length;
        }
    }

    /// <summary>Appends the upper-case form of a text.</summary>
    public static void Upper(ReadOnlySpan<byte> text, Utf8Buffer output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (Ascii.IsValid(text))
        {
            Ascii.ToUpper(text, output.GetSpan(text.Length), out int written);
            output.Advance(written);
            return;
        }

        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(text, out Rune rune, out int length) != OperationStatus.Done)
                output.Append(text[..length]);
            else if (SpecialUpperCasing.Of(rune.Value) is { } special)
                output.Append(special);
            else
                AppendRune(UpperOf(rune), output);
            text = text[length..];
        }
    }

    /// <summary>The lower-case form of a text.</summary>
    public static string Lower(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Ascii.IsValid(text))
            return text.ToLowerInvariant();
        var output = new Utf8Buffer(text.Length * 3);
        Lower(Encoding.UTF8.GetBytes(text), output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>The upper-case form of a text.</summary>
    public static string Upper(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Ascii.IsValid(text))
            return text.ToUpperInvariant();
        var output = new Utf8Buffer(text.Length * 3);
        Upper(Encoding.UTF8.GetBytes(text), output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static Rune LowerOf(Rune rune) => rune.Value == CapitalIWithDot ? new Rune('i') : Rune.ToLowerInvariant(rune);

    private static Rune UpperOf(Rune rune) => rune.Value switch
    {
        // The framework leaves these two alone, depending on where its casing data comes from.
        0x131 => new Rune('I'),
        0x17F => new Rune('S'),
        _ => Rune.ToUpperInvariant(rune),
    };

    private static void AppendRune(Rune rune, Utf8Buffer output) => output.Advance(rune.EncodeToUtf8(output.GetSpan(4)));

    // A capital sigma ends a word where a letter with case stands before it and none behind, accents and the like not counted. Each
    // look stops at the next letter, so that a text is looked at a few times at most.
    private static bool EndsWord(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        Rune rune;
        int length;
        while (Rune.DecodeLastFromUtf8(before, out rune, out length) == OperationStatus.Done && IsCaseIgnorable(rune))
            before = before[..^length];
        if (before.IsEmpty || !IsCased(rune))
            return false;
        while (Rune.DecodeFromUtf8(after, out rune, out length) == OperationStatus.Done && IsCaseIgnorable(rune))
            after = after[length..];
        return after.IsEmpty || !IsCased(rune);
    }

    private static bool IsCased(Rune rune) => CharUnicodeInfo.GetUnicodeCategory(rune.Value) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter => true,
        _ => rune.Value is 0xAA or 0xBA or (>= 0x2160 and <= 0x217F) or (>= 0x24B6 and <= 0x24E9)
            or (>= 0x1F130 and <= 0x1F149) or (>= 0x1F150 and <= 0x1F169) or (>= 0x1F170 and <= 0x1F189),
    };

    private static bool IsCaseIgnorable(Rune rune) => CharUnicodeInfo.GetUnicodeCategory(rune.Value) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format => true,
        UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol => true,
        _ => rune.Value is 0x27 or 0x2E or 0x3A or 0xB7 or 0x387 or 0x55F or 0x5F4 or 0x2018 or 0x2019 or 0x2024 or 0x2027 or 0xFE13
            or 0xFE52 or 0xFE55 or 0xFF07 or 0xFF0E or 0xFF1A,
    };
}
