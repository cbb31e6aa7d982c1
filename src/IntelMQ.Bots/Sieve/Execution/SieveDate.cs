using System.Globalization;
using System.Text.RegularExpressions;
using IntelMQ.Harmonization;

namespace IntelMQ.Bots.Sieve.Execution;

/// <summary>
/// The right side of <c>:before</c> and <c>:after</c>: a date (<c>2023-06-01</c>, <c>20230601</c>, <c>2023-06</c>, <c>2023</c>,
/// <c>2023-W22</c>, <c>2023-W22-4</c>, <c>2023-152</c>) with or without a time and a zone, a time of today (<c>12:00</c>), or a span back
/// from now (<c>2 days</c>). What is missing is the first month, the first day, midnight, UTC.
/// </summary>
internal sealed partial class SieveDate
{
    private const int MaxLength = 64;

    private readonly DateTimeOffset _instant;
    private readonly TimeSpan _span;
    private readonly Form _form;

    private SieveDate(Form form, DateTimeOffset instant, TimeSpan span) => (_form, _instant, _span) = (form, instant, span);

    private enum Form : byte
    {
        Instant,
        TimeOfDay,
        Ago,
    }

    /// <summary>Reads a date or span; null where the text is neither.</summary>
    public static SieveDate? Parse(string text)
    {
        if (text.Length > MaxLength)
            return null;
        if (RelativeTime.TryParse(text, out TimeSpan span))
            return new SieveDate(Form.Ago, default, span);
        Match match = Pattern().Match(text);
        if (!match.Success || !TryReadTime(match, out TimeSpan time))
            return null;
        if (!match.Groups["year"].Success)
            return new SieveDate(Form.TimeOfDay, default, time);
        try
        {
            var midnight = new DateTimeOffset(ReadDate(match), TimeSpan.Zero);
            return new SieveDate(Form.Instant, midnight + time, default);
        }
        catch (ArgumentException)
        {
            // A month, week or day that does not exist, or an instant beyond the calendar.
            return null;
        }
    }

    public DateTimeOffset At(ref SieveState state)
    {
        if (_form == Form.Instant)
            return _instant;
        DateTimeOffset now = state.Now;
        if (_form == Form.TimeOfDay)
            return new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero) + _span;
        return now.UtcTicks > _span.Ticks ? now - _span : DateTimeOffset.MinValue;
    }

    private static DateTime ReadDate(Match match)
    {
        int year = Number(match, "year", 1);
        if (match.Groups["week"].Success)
            return ISOWeek.ToDateTime(year, Within(Number(match, "week", 1), ISOWeek.GetWeeksInYear(year)), (DayOfWeek)(Within(Number(match, "weekday", 1), 7) % 7));
        if (match.Groups["ordinal"].Success)
            return new DateTime(year, 1, 1).AddDays(Within(Number(match, "ordinal", 1), DateTime.IsLeapYear(year) ? 366 : 365) - 1);
        return new DateTime(year, Number(match, "month", 1), Number(match, "day", 1));
    }

    private static int Within(int value, int most) => value >= 1 && value <= most ? value : throw new ArgumentException("No such day.");

    private static bool TryReadTime(Match match, out TimeSpan time)
    {
        int hour = Number(match, "hour", 0);
        int minute = Number(match, "minute", 0);
        int second = Number(match, "second", 0);
        int offset = (Number(match, "zonehour", 0) * 60) + Number(match, "zoneminute", 0);
        string fraction = match.Groups["fraction"].Value;
        time = new TimeSpan(hour, minute, second) - TimeSpan.FromMinutes(match.Groups["zonesign"].Value == "-" ? -offset : offset);
        if (fraction.Length > 0)
            time += TimeSpan.FromTicks(long.Parse(fraction.PadRight(7, '0').AsSpan(0, 7), NumberStyles.None, CultureInfo.InvariantCulture));
        return hour < 24 && minute < 60 && second < 60 && offset < 24 * 60;
    }

    private static int Number(Match match, string group, int otherwise)
        => match.Groups[group] is { Success: true } found ? int.Parse(found.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : otherwise;

    [GeneratedRegex(
        """
        ^(?:
          (?:(?<year>[0-9]{4})(?:
              -?W(?<week>[0-9]{2})(?:-?(?<weekday>[0-9]))?
            | [-/](?<month>[0-9]{1,2})(?:[-/](?<day>[0-9]{1,2}))?
            | (?<month>[0-9]{2})(?<day>[0-9]{2})
            | -?(?<ordinal>[0-9]{3})
          )?
          (?:[T\x20](?<hour>[0-9]{1,2})(?::?(?<minute>[0-9]{2})(?::?(?<second>[0-9]{2})(?:[.,](?<fraction>[0-9]{1,9}))?)?)?
            (?:\x20?(?:Z|(?<zonesign>[+-])(?<zonehour>[0-9]{2})(?::?(?<zoneminute>[0-9]{2}))?))?)?)
        | (?<hour>[0-9]{1,2}):(?<minute>[0-9]{2})(?::(?<second>[0-9]{2})(?:[.,](?<fraction>[0-9]{1,9}))?)?
        )\z
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
