using IntelMQ.Lookups;

namespace IntelMQ.State;

/// <summary>
/// The time line of a store that outlives its process: that of the clock, without the clock's jumps. What is to be kept for a day is kept
/// for a day also where the clock was ten years wrong when it was stored, or is when it is read. Thread-safe.
/// </summary>
/// <remarks>
/// While the process lives, a jump is what differs by more than a day from the time that went by. Between two processes nobody knows how much
/// time went by: there it is a step back of more than a day, and a step ahead of more than thirty, for which the store then stands still.
/// The store keeps <see cref="Mark"/> with its data, and hands it to the next process.
/// </remarks>
public sealed class StateClock : TimeProvider
{
    private static readonly TimeSpan LongestRest = TimeSpan.FromDays(30);
    private static readonly TimeSpan FarthestBack = TimeSpan.FromDays(1);
    private static readonly TimeSpan Farthest = DateTimeOffset.MaxValue - DateTimeOffset.MinValue;

    private readonly TimeProvider _clock;
    private readonly SteadyClock _steady;
    private TimeSpan _before;

    // While a file is read that says when it was written: the time that it tells.
    private DateTimeOffset? _told;

    /// <summary>Creates the time line of a new store.</summary>
    /// <param name="clock">The clock.</param>
    public StateClock(TimeProvider clock)
        : this(clock, null)
    {
    }

    /// <summary>Goes on with the time line of a store.</summary>
    /// <param name="clock">The clock.</param>
    /// <param name="last">What the store kept last, or <see langword="null"/>.</param>
    public StateClock(TimeProvider clock, StateMark? last)
    {
        ArgumentNullException.ThrowIfNull(clock);
        _clock = clock;
        _steady = new SteadyClock(clock);
        if (last is { } mark)
            GoOn(mark);
    }

    /// <summary>Where the time line is now, and how far the clock is ahead of it: to be kept with the data that was stored by then.</summary>
    public StateMark Mark => new(GetUtcNow(), Ahead);

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => _clock.LocalTimeZone;

    /// <inheritdoc/>
    public override long TimestampFrequency => _clock.TimestampFrequency;

    private TimeSpan Ahead => _before + _steady.Ahead;

    /// <summary>The time line's time.</summary>
    public override DateTimeOffset GetUtcNow() => _told ?? SteadyClock.Shift(_steady.Now, -_before);

    /// <inheritdoc/>
    public override long GetTimestamp() => _clock.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => _clock.CreateTimer(callback, state, dueTime, period);

    /// <summary>A time of the clock as it goes now, on the time line.</summary>
    public DateTimeOffset OnLine(DateTimeOffset time) => SteadyClock.Shift(time, -Ahead);

    /// <summary>A time of the time line, by the clock as it goes now.</summary>
    public DateTimeOffset ByClock(DateTimeOffset time) => SteadyClock.Shift(time, Ahead);

    /// <summary>Stands at a time, while what was stored until then is read.</summary>
    internal void StandAt(StateMark mark) => _told = mark.Time;

    /// <summary>Goes on from what the store kept last.</summary>
    internal void GoOn(StateMark mark)
    {
        _told = null;
        // Whatever stands in a file.
        TimeSpan ahead = mark.Ahead > Farthest ? Farthest : mark.Ahead < -Farthest ? -Farthest : mark.Ahead;
        TimeSpan rest = SteadyClock.Shift(_clock.GetUtcNow(), -ahead) - mark.Time;
        _before = rest > LongestRest || rest < -FarthestBack ? ahead + rest : ahead;
    }
}
