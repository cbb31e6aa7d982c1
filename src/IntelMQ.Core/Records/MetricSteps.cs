namespace IntelMQ.Records;

/// <summary>Minutes since 1970, by which stores keep counts.</summary>
public static class MetricSteps
{
    /// <summary>The minute of a time.</summary>
    public static long MinuteOf(DateTimeOffset time) => (long)Math.Floor(time.ToUnixTimeMilliseconds() / 60_000d);

    /// <summary>The time of a minute.</summary>
    public static DateTimeOffset TimeOf(long minute) => DateTimeOffset.UnixEpoch.AddMinutes(minute);

    /// <summary>The minutes of a step.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is shorter than a minute.</exception>
    public static long MinutesOf(TimeSpan step)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(step, TimeSpan.FromMinutes(1));
        return step.Ticks / TimeSpan.TicksPerMinute;
    }
}
