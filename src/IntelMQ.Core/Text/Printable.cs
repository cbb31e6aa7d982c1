using System.Globalization;
using System.Text;

namespace IntelMQ.Text;

/// <summary>
/// Text from outside that people read on a console or in a log: what would move the cursor, begin a line, change colours or turn the
/// direction of writing is shown as its number instead.
/// </summary>
public static class Printable
{
    /// <summary>
    /// The text with controls, line and paragraph separators, characters that format others and lone surrogates as their numbers:
    /// <c>\u001b</c>.
    /// </summary>
    /// <param name="text">Any text.</param>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int first = 0;
        while (first < text.Length && IsShown(text, first))
            first++;
        if (first == text.Length)
            return text;
        var shown = new StringBuilder(text, 0, first, text.Length + 32);
        for (int i = first; i < text.Length; i++)
        {
            if (IsShown(text, i))
                shown.Append(text[i]);
            else
                shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:x4}");
        }

        return shown.ToString();
    }

    private static bool IsShown(string text, int at)
    {
        char c = text[at];
        if (c is >= ' ' and < '\u007F')
            return true;
        if (!char.IsSurrogate(c))
            return IsShown(char.GetUnicodeCategory(c));
        int first = char.IsLowSurrogate(c) && at > 0 ? at - 1 : at;
        return first + 1 < text.Length && char.IsSurrogatePair(text[first], text[first + 1]) && IsShown(CharUnicodeInfo.GetUnicodeCategory(text, first));
    }

    private static bool IsShown(UnicodeCategory category) => category is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned);
}
