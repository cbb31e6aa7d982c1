using System.ComponentModel;
using System.Globalization;

namespace IntelMQ.Text;

/// <summary>JSON whose texts are not all Unicode.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class JsonUnicode
{
    /// <summary>
    /// JSON text without halves of surrogate pairs, at which the framework's readers throw although they are JSON: each becomes U+FFFD, so that
    /// what can be asked for in the text can be asked for without a check at every call.
    /// </summary>
    /// <param name="json">JSON text, or any bytes.</param>
    /// <returns>The text itself where nothing is to be changed, as mostly; otherwise a copy of the same length.</returns>
    public static ReadOnlyMemory<byte> Repair(ReadOnlyMemory<byte> json)
    {
        byte[]? copy = null;
        ReadOnlySpan<byte> text = json.Span;
        for (int at = text.IndexOf((byte)'\\'); at >= 0 && at + 1 < text.Length;)
        {
            bool isLone = false;
            int length = text[at + 1] == (byte)'u' ? EscapeLength(text[at..], out isLone) : 2;
            if (isLone)
            {
                copy ??= json.ToArray();
                "\\ufffd"u8.CopyTo(copy.AsSpan(at));
            }

            int next = text[(at + length)..].IndexOf((byte)'\\');
            at = next < 0 ? -1 : at + length + next;
        }

        return copy ?? json;
    }

    // The escape of a character, two for a pair.
    private static int EscapeLength(ReadOnlySpan<byte> escape, out bool isLone)
    {
        isLone = false;
        if (escape.Length < 6)
            return escape.Length;
        char first = UnitOf(escape);
        if (!char.IsSurrogate(first))
            return 6;
        ReadOnlySpan<byte> rest = escape[6..];
        if (char.IsHighSurrogate(first) && rest.Length >= 6 && rest.StartsWith("\\u"u8) && char.IsLowSurrogate(UnitOf(rest)))
            return 12;
        isLone = true;
        return 6;
    }

    private static char UnitOf(ReadOnlySpan<byte> escape)
    {
        _ = ushort.TryParse(escape.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort unit);
        return (char)unit;
    }
}
