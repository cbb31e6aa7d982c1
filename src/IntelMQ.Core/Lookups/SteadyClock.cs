namespace IntelMQ.Lookups;

/// <summary>
/// The time of day by a clock that may be set: where it jumps by more than a day against the time that went by, what was agreed in its
/// time stays as far away as it was. Thread-safe.
/// </summary>
internal sealed class SteadyClock
{
    private static readonly TimeSpan Jump = TimeSpan.FromDays(1);

    private readonly TimeProvider _time;
    private Reading _last;

    public SteadyClock(TimeProvider time)
    {
        _time = time;
        _last = new Reading(time.GetUtcNow(), time.GetTimestamp(), TimeSpan.Zero);
    }

    /// <summary>The time of day as if the clock had never jumped.</summary>
    public DateTimeOffset Now => Read(out _);

    /// <summary>A time of the clock as it goes now, in the time that <see cref="Now"/> tells.</summary>
    public DateTimeOffset Of(DateTimeOffset time)
    {
        Read(out Reading reading);
        return Shift(time, -reading.Ahead);
    }

    /// <summary>How far the clock is ahead of <see cref="Now"/>.</summary>
    public TimeSpan Ahead
    {
        get
        {
            Read(out Reading reading);
            return reading.Ahead;
        }
    }

    private DateTimeOffset Read(out Reading reading)
    {
        DateTimeOffset wall = _time.GetUtcNow();
        Reading last = Volatile.Read(ref _last);
        TimeSpan moved = wall - last.Wall;
        TimeSpan passed = _time.GetElapsedTime(last.Timestamp);
        bool hasJumped = (moved - passed).Duration() > Jump;
        reading = last;
        if (hasJumped || moved > TimeSpan.FromSeconds(1))
        {
            TimeSpan ahead = hasJumped ? last.Ahead + (moved - passed) : last.Ahead;
            // Another thread may have been first, and saw the same.
            Interlocked.CompareExchange(ref _last, new Reading(wall, _time.GetTimestamp(), ahead), last);
            reading = Volatile.Read(ref _last);
        }

        return Shift(wall, -reading.Ahead);
    }

    /// <summary>A time moved by a span; where there is none, the first or last that there is.</summary>
    public static DateTimeOffset Shift(DateTimeOffset time, TimeSpan by)
        => by < TimeSpan.Zero
            ? by > TimeSpan.MinValue && time - DateTimeOffset.MinValue > -by ? time + by : DateTimeOffset.MinValue
            : DateTimeOffset.MaxValue - time > by ? time + by : DateTimeOffset.MaxValue;

    private sealed record Reading(DateTimeOffset Wall, long Timestamp, TimeSpan Ahead);
}
