using System.Text;

namespace IntelMQ.Text;

/// <summary>
/// Prepares one label of an internationalized name (RFC 3491): folds, normalizes (NFKC), and refuses what names must not hold. Characters
/// that Unicode 3.2 does not know pass.
/// </summary>
internal static class Nameprep
{
    /// <summary>
    /// How many decomposed characters a label can have and still be short enough: at most 63 after composition, each of at most four.
    /// Also bounds the time that sorting takes.
    /// </summary>
    public const int MaxLength = 63 * 4;

    private const int HangulSyllables = 0xAC00, HangulL = 0x1100, HangulV = 0x1161, HangulT = 0x11A7;
    private const int CountL = 19, CountV = 21, CountT = 28;

    /// <summary>Prepares a label.</summary>
    /// <param name="label">Valid UTF-8.</param>
    /// <param name="target">Takes the characters, as numbers; at least <see cref="MaxLength"/>.</param>
    /// <param name="length">How many there are.</param>
    /// <returns>False where the label is refused or cannot become short enough.</returns>
    public static bool TryPrepare(ReadOnlySpan<byte> label, Span<int> target, out int length)
    {
        if (!TryDecompose(label, target[..MaxLength], out length))
            return false;
        Sort(target[..length]);
        length = Compose(target[..length]);
        return IsAllowed(target[..length]);
    }

    private static bool TryDecompose(ReadOnlySpan<byte> label, Span<int> target, out int length)
    {
        length = 0;
        while (!label.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(label, out Rune rune, out int used) != System.Buffers.OperationStatus.Done)
                return false;
            label = label[used..];
            int code = rune.Value;
            int syllable = code - HangulSyllables;
            Span<int> parts = [code, 0, 0];
            ReadOnlySpan<int> mapped = parts[..1];
            if (syllable is >= 0 and < CountL * CountV * CountT)
            {
                parts[0] = HangulL + syllable / (CountV * CountT);
                parts[1] = HangulV + syllable / CountT % CountV;
                parts[2] = HangulT + syllable % CountT;
                mapped = parts[..(parts[2] == HangulT ? 2 : 3)];
            }
            else if (NameprepTables.TryMap(code, out ReadOnlySpan<int> other))
            {
                mapped = other;
            }
            if (!mapped.TryCopyTo(target[length..]))
                return false;
            length += mapped.Length;
        }
        return true;
    }

    /// <summary>Puts runs of combining characters into the order of their classes; characters of one class keep theirs.</summary>
    private static void Sort(Span<int> text)
    {
        Span<byte> classes = stackalloc byte[MaxLength];
        for (int i = 0; i < text.Length; i++)
        {
            int code = text[i];
            byte combining = NameprepTables.Classes[code];
            int at = i;
            for (; combining != 0 && at > 0 && classes[at - 1] > combining; at--)
            {
                text[at] = text[at - 1];
                classes[at] = classes[at - 1];
            }
            text[at] = code;
            classes[at] = combining;
        }
    }

    private static int Compose(Span<int> text)
    {
        int length = 0;
        int starter = -1;
        byte lastClass = 0;
        foreach (int code in text)
        {
            byte combining = NameprepTables.Classes[code];
            // Nothing of the same or a higher class, and no other starter, may stand between the two.
            bool isBlocked = starter < 0 || (length - 1 > starter && (lastClass == 0 || lastClass >= combining));
            int composed = isBlocked ? -1 : ComposePair(text[starter], code);
            if (composed >= 0)
            {
                text[starter] = composed;
                continue;
            }
            if (combining == 0)
                starter = length;
            lastClass = combining;
            text[length++] = code;
        }
        return length;
    }

    private static int ComposePair(int first, int second)
    {
        int l = first - HangulL, v = second - HangulV, syllable = first - HangulSyllables, t = second - HangulT;
        if (l is >= 0 and < CountL && v is >= 0 and < CountV)
            return HangulSyllables + (l * CountV + v) * CountT;
        if (syllable is >= 0 and < CountL * CountV * CountT && syllable % CountT == 0 && t is > 0 and < CountT)
            return first + t;
        return NameprepTables.Compose(first, second);
    }

    private static bool IsAllowed(ReadOnlySpan<int> text)
    {
        bool hasRightToLeft = false;
        bool hasLeftToRight = false;
        foreach (int code in text)
        {
            if (NameprepTables.Prohibited.Contains(code))
                return false;
            hasRightToLeft |= NameprepTables.RightToLeft.Contains(code);
            hasLeftToRight |= NameprepTables.LeftToRight.Contains(code);
        }
        // A label of right-to-left script must be so from end to end.
        return !hasRightToLeft
            || (!hasLeftToRight && NameprepTables.RightToLeft.Contains(text[0]) && NameprepTables.RightToLeft.Contains(text[^1]));
    }
}
