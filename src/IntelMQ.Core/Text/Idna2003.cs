using System.ComponentModel;
using System.Text;

namespace IntelMQ.Text;

/// <summary>
/// Internationalized names as IntelMQ encodes them: IDNA 2003 (RFC 3490), where <c>ß</c> becomes <c>ss</c>. Labels of ASCII alone pass
/// as they are, whatever they hold, if their length is right. Does not depend on globalization settings.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Idna2003
{
    private const int MaxLabel = 63;

    private static ReadOnlySpan<byte> Prefix => "xn--"u8;

    /// <summary>Encodes a name.</summary>
    /// <param name="name">Valid UTF-8; labels are split at the ASCII, ideographic, full-width and half-width dot.</param>
    /// <param name="buffer">The encoded name is appended, its ASCII labels in the case they have; meaningless where refused.</param>
    /// <returns>
    /// False where a label is empty (a last one may be), longer than 63 bytes, or holds what names must not hold.
    /// </returns>
    public static bool TryToAscii(ReadOnlySpan<byte> name, Utf8Buffer buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        bool isFirst = true;
        while (!name.IsEmpty)
        {
            int end = IndexOfDot(name, out int dot);
            if (!isFirst)
                buffer.Append((byte)'.');
            isFirst = false;
            if (!TryLabelToAscii(end < 0 ? name : name[..end], buffer))
                return false;
            if (end < 0)
                return true;
            name = name[(end + dot)..];
        }
        // What is left after the last dot is nothing: the dot stays.
        if (!isFirst)
            buffer.Append((byte)'.');
        return true;
    }

    /// <summary>Decodes a name's <c>xn--</c> labels; labels are split at ASCII dots, and all others stay.</summary>
    /// <param name="name">ASCII.</param>
    /// <param name="buffer">The decoded name is appended, as UTF-8; meaningless where refused.</param>
    /// <returns>False where the name is not ASCII, or a label is not what encoding its decoded form gives.</returns>
    public static bool TryToUnicode(ReadOnlySpan<byte> name, Utf8Buffer buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        if (!Ascii.IsValid(name))
            return false;
        while (true)
        {
            int end = name.IndexOf((byte)'.');
            ReadOnlySpan<byte> label = end < 0 ? name : name[..end];
            if (!label.StartsWith(Prefix))
                buffer.Append(label);
            else if (!TryLabelToUnicode(label, buffer))
                return false;
            if (end < 0)
                return true;
            buffer.Append((byte)'.');
            name = name[(end + 1)..];
        }
    }

    /// <summary>Whether all labels of an ASCII name have 1 to 63 bytes; an empty one may be last, after a dot.</summary>
    internal static bool HasValidLabels(ReadOnlySpan<byte> ascii)
    {
        while (!ascii.IsEmpty)
        {
            int end = ascii.IndexOf((byte)'.');
            if (end < 0)
                return ascii.Length <= MaxLabel;
            if (end is 0 or > MaxLabel)
                return false;
            ascii = ascii[(end + 1)..];
        }
        return true;
    }

    private static bool TryLabelToAscii(ReadOnlySpan<byte> label, Utf8Buffer buffer)
    {
        if (Ascii.IsValid(label))
        {
            buffer.Append(label);
            return label.Length is > 0 and <= MaxLabel;
        }

        Span<int> prepared = stackalloc int[Nameprep.MaxLength];
        if (!Nameprep.TryPrepare(label, prepared, out int length) || length == 0)
            return false;
        prepared = prepared[..length];
        if (!prepared.ContainsAnyExceptInRange(0, 0x7F))
        {
            foreach (int code in prepared)
                buffer.Append((byte)code);
            return length <= MaxLabel;
        }
        if (length >= 4 && prepared[..4] is ['x', 'n', '-', '-'])
            return false;
        buffer.Append(Prefix);
        if (!Punycode.TryEncode(prepared, buffer.GetSpan(MaxLabel)[..(MaxLabel - Prefix.Length)], out int written))
            return false;
        buffer.Advance(written);
        return true;
    }

    private static bool TryLabelToUnicode(ReadOnlySpan<byte> label, Utf8Buffer buffer)
    {
        Span<int> decoded = stackalloc int[MaxLabel];
        if (label.Length > MaxLabel || !Punycode.TryDecode(label[Prefix.Length..], decoded, out int length))
            return false;
        int start = buffer.Length;
        foreach (int code in decoded[..length])
        {
            if (!Rune.TryCreate(code, out Rune rune))
                return false;
            buffer.Advance(rune.EncodeToUtf8(buffer.GetSpan(4)));
        }

        // The encoding of the decoded label is written behind it, compared, and forgotten. Room first, so that the span stays.
        int end = buffer.Length;
        buffer.GetSpan(Nameprep.MaxLength);
        if (!TryLabelToAscii(buffer.Slice(start, end - start), buffer))
            return false;
        bool isSame = Ascii.EqualsIgnoreCase(label, buffer.WrittenSpan[end..]);
        buffer.Truncate(end);
        return isSame;
    }

    /// <summary>The first dot of any kind, and how many bytes it has.</summary>
    private static int IndexOfDot(ReadOnlySpan<byte> name, out int length)
    {
        for (int at = 0; ; at++)
        {
            length = 1;
            int step = name[at..].IndexOfAny((byte)'.', (byte)0xE3, (byte)0xEF);
            if (step < 0)
                return -1;
            at += step;
            ReadOnlySpan<byte> rest = name[at..];
            if (rest[0] == (byte)'.')
                return at;
            length = 3;
            if (rest.StartsWith("\u3002"u8) || rest.StartsWith("\uFF0E"u8) || rest.StartsWith("\uFF61"u8))
                return at;
        }
    }
}
