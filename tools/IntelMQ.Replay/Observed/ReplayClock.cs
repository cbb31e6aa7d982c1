namespace IntelMQ.Replay.Observed;

/// <summary>A clock that stands at a case's time, in UTC, while time-outs and pauses go on by the real one.</summary>
internal sealed class ReplayClock(DateTimeOffset? start) : TimeProvider
{
    private TimeSpan _passed;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => start is null ? System.GetUtcNow() : start.Value + _passed;

    /// <summary>Sets the time to so long after the case's.</summary>
    public void SetPassed(TimeSpan passed) => _passed = passed;
}
