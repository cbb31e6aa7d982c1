namespace IntelMQ.State;

/// <summary>A point of a store's time line (<see cref="StateClock"/>).</summary>
/// <param name="Time">The point.</param>
/// <param name="Ahead">How far the clock was ahead of the time line there.</param>
public readonly record struct StateMark(DateTimeOffset Time, TimeSpan Ahead)
{
    private static readonly TimeSpan Fine = TimeSpan.FromMinutes(1);

    /// <summary>Whether a mark that was kept says so much else that this one is to be kept in its place.</summary>
    public bool IsNewsAfter(StateMark? kept)
        => kept is not { } last || Ahead != last.Ahead || (Time - last.Time).Duration() >= Fine;
}
