using System.Runtime.CompilerServices;

namespace IntelMQ.Harmonization;

/// <summary>What the directives of a <see cref="StrptimeFormat"/> matched, and the date that comes of it.</summary>
internal struct StrptimeFields
{
    private const long MicrosecondsPerSecond = 1_000_000;

    private Values _values;

    public StrptimeFields() => ((Span<int>)_values).Fill(-1);

    /// <summary>How far ahead of UTC, in microseconds.</summary>
    public long Zone { get; set; }

    /// <summary>Keeps a directive's value; <c>a</c> stands for every day of the week, from Monday, 0, and <c>Y</c> for every year.</summary>
    public void Set(char directive, int value) => _values[directive - 'A'] = value;

    /// <summary>Puts the parts together as Python does: week and day of the year outdo month and day.</summary>
    public readonly bool TryResolve(out ClockReading reading)
    {
        reading = new ClockReading
        {
            Hour = Hour(),
            Minute = Get('M', 0),
            Second = Get('S', 0),
            Microsecond = Get('f', 0),
        };
        reading.OffsetSeconds = Math.DivRem(Zone, MicrosecondsPerSecond, out long rest);
        reading.Microsecond -= (int)rest;
        return TryResolveDate(ref reading);
    }

    private readonly bool TryResolveDate(ref ClockReading reading)
    {
        int year = Get('Y', -1);
        int weekday = Get('a', -1);
        int julian = Get('j', -1);
        if (Get('G', -1) >= 0 || Get('V', -1) >= 0)
            return TryResolveIsoWeek(year, weekday, julian, ref reading);
        year = year < 0 ? 1900 : year;
        if (julian < 0 && weekday >= 0 && (Get('U', -1) >= 0 || Get('W', -1) >= 0))
            return TrySetDay(year, DayOfWeek(year, weekday), ref reading);
        if (julian >= 0)
            return TrySetDay(year, julian, ref reading);
        (reading.Year, reading.Month, reading.Day) = (year, Get('m', 1), Get('d', 1));
        return reading.IsDate;
    }

    // The ISO year needs its week and a day of the week, and tolerates no other year or day of the year.
    private readonly bool TryResolveIsoWeek(int year, int weekday, int julian, ref ClockReading reading)
    {
        int isoYear = Get('G', -1);
        int week = Get('V', -1);
        if (isoYear is < 1 or > 9999 || week < 1 || weekday < 0 || julian >= 0 || year >= 0)
            return false;
        // 4 January is always in the first week, and 28 December in the last.
        var fourth = new DateOnly(isoYear, 1, 4);
        int firstMonday = fourth.DayNumber - MondayBased(fourth.DayOfWeek);
        var lastDay = new DateOnly(isoYear, 12, 28);
        int day = firstMonday + ((week - 1) * 7) + weekday;
        if (firstMonday + ((week - 1) * 7) > lastDay.DayNumber || day < 0 || day > DateOnly.MaxValue.DayNumber)
            return false;
        DateOnly.FromDayNumber(day).Deconstruct(out reading.Year, out reading.Month, out reading.Day);
        return true;
    }

    // The day of the year, which may lie in the year before or after.
    private readonly int DayOfWeek(int year, int weekday)
    {
        if (year is < 1 or > 9999)
            return 0;
        int first = MondayBased(new DateOnly(year, 1, 1).DayOfWeek);
        int week = Get('W', -1);
        if (week < 0)
        {
            week = Get('U', 0);
            first = (first + 1) % 7;
            weekday = (weekday + 1) % 7;
        }
        return week == 0 ? 1 + weekday - first : 1 + ((7 - first) % 7) + (7 * (week - 1)) + weekday;
    }

    private static bool TrySetDay(int year, int dayOfYear, ref ClockReading reading)
    {
        if (year is < 1 or > 9999)
            return false;
        int day = new DateOnly(year, 1, 1).DayNumber + dayOfYear - 1;
        if (day < 0 || day > DateOnly.MaxValue.DayNumber)
            return false;
        DateOnly.FromDayNumber(day).Deconstruct(out reading.Year, out reading.Month, out reading.Day);
        return true;
    }

    private static int MondayBased(DayOfWeek day) => ((int)day + 6) % 7;

    // The mark of the half day counts only with a twelve-hour clock.
    private readonly int Hour()
    {
        int twelve = Get('I', -1);
        if (twelve < 0)
            return Get('H', 0);
        return (twelve % 12) + (Get('p', 0) == 1 ? 12 : 0);
    }

    private readonly int Get(char directive, int missing) => _values[directive - 'A'] is >= 0 and int value ? value : missing;

    [InlineArray('z' - 'A' + 1)]
    private struct Values
    {
        private int _first;
    }
}
