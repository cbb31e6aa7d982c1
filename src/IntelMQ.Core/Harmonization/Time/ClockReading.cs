namespace IntelMQ.Harmonization;

/// <summary>What a parser read off a text, part by part; the parts may still be out of range.</summary>
internal struct ClockReading
{
    public int Year;
    public int Month;
    public int Day;
    public int Hour;
    public int Minute;
    public int Second;

    /// <summary>0 to 999,999; below zero where a zone has decimals.</summary>
    public int Microsecond;

    /// <summary>How far the clock is ahead of UTC.</summary>
    public long OffsetSeconds;

    private const long SecondsPerDay = 24 * 60 * 60;

    /// <summary>The year, month and day, at midnight UTC; the time and the zone are left aside.</summary>
    public readonly bool TryGetMidnight(out DateTimeOffset instant)
    {
        instant = default;
        if (!IsDate)
            return false;
        instant = new DateTimeOffset(new DateTime(Year, Month, Day), TimeSpan.Zero);
        return true;
    }

    /// <summary>The instant in UTC; not where a part is out of range or the instant is outside the years 1 to 9999.</summary>
    public readonly bool TryGetInstant(out DateTimeOffset instant)
    {
        instant = default;
        if (!IsDate || !IsTime || !IsOffset)
            return false;
        long ticks = new DateTime(Year, Month, Day).Ticks
            + (((Hour * 60L) + Minute) * 60 + Second - OffsetSeconds) * TimeSpan.TicksPerSecond
            + (Microsecond * TimeSpan.TicksPerMicrosecond);
        if (ticks < 0 || ticks > DateTime.MaxValue.Ticks)
            return false;
        instant = new DateTimeOffset(ticks, TimeSpan.Zero);
        return true;
    }

    /// <summary>Whether the day exists.</summary>
    public readonly bool IsDate => Year is >= 1 and <= 9999 && Month is >= 1 and <= 12 && Day >= 1
        && (Day <= 28 || Day <= DateTime.DaysInMonth(Year, Month));

    /// <summary>Whether the time of day exists; leap seconds do not.</summary>
    public readonly bool IsTime => Hour is >= 0 and < 24 && Minute is >= 0 and < 60 && Second is >= 0 and < 60;

    /// <summary>Whether the zone is less than a day from UTC.</summary>
    public readonly bool IsOffset => OffsetSeconds is > -SecondsPerDay and < SecondsPerDay;
}
