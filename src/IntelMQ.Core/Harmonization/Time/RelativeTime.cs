using System.Globalization;
using System.Text;
using IntelMQ.Text;

namespace IntelMQ.Harmonization;

/// <summary>Spans as IntelMQ's parameters give them: <c>24 hours</c>, <c>1 day</c>.</summary>
public static class RelativeTime
{
    private const long SecondsPerDay = 24 * 60 * 60;

    /// <summary>
    /// Reads <c>NUMBER UNIT</c>: a whole number, blanks, and second, minute, hour, day, week, month (30 days) or year (365 days), in
    /// lower case, with or without a final s. Blanks around it do not matter.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="span">The span, never negative.</param>
    /// <returns>Not where the text is anything else, or the span is too long for <see cref="TimeSpan"/>.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan span)
    {
        span = default;
        text = text.Trim();
        int digits = 0;
        while (digits < text.Length && char.IsAsciiDigit(text[digits]))
            digits++;
        ReadOnlySpan<char> unit = text[digits..].TrimStart();
        if (unit.Length == text.Length - digits || !TrySecondsOf(unit, out long seconds))
            return false;
        if (!long.TryParse(text[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out long count)
            || count > (long)TimeSpan.MaxValue.TotalSeconds / seconds)
            return false;
        span = TimeSpan.FromSeconds(count * seconds);
        return true;
    }

    /// <summary>As <see cref="TryParse(ReadOnlySpan{char}, out TimeSpan)"/>.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="span">The span, never negative.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, out TimeSpan span)
    {
        const int longest = 64;
        span = default;
        text = Utf8Text.Trim(text);
        if (text.Length > longest)
            return false;
        Span<char> chars = stackalloc char[longest];
        return TryParse(chars[..Encoding.UTF8.GetChars(text, chars)], out span);
    }

    private static bool TrySecondsOf(ReadOnlySpan<char> unit, out long seconds)
    {
        if (unit.EndsWith("s"))
            unit = unit[..^1];
        seconds = unit switch
        {
            "second" => 1,
            "minute" => 60,
            "hour" => 60 * 60,
            "day" => SecondsPerDay,
            "week" => 7 * SecondsPerDay,
            "month" => 30 * SecondsPerDay,
            "year" => 365 * SecondsPerDay,
            _ => 0,
        };
        return seconds > 0;
    }
}
