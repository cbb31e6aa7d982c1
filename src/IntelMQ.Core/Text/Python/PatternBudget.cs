using System.ComponentModel;

namespace IntelMQ.Text;

/// <summary>
/// The time that the patterns of one bot may lose: ten seconds at once, and a millisecond more with every search. When it is lost, texts as
/// long as those that were slow are refused at once, so that whoever sends them slows down nobody. Thread-safe.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PatternBudget
{
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PerSearch = TimeSpan.FromMilliseconds(1);

    // What is below is no loss: a search among many, or one that the machine interrupted.
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(10);

    private readonly TimeProvider _time;
    private long _lost;

    /// <summary>Creates a budget of which nothing is lost.</summary>
    public PatternBudget()
        : this(TimeProvider.System)
    {
    }

    /// <summary>Creates a budget of which nothing is lost.</summary>
    /// <param name="time">The clock that searches are measured with.</param>
    public PatternBudget(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
    }

    /// <summary>Whether all of it is lost.</summary>
    public bool IsSpent => Interlocked.Read(ref _lost) >= Most.Ticks;

    /// <summary>Counts a search that begins, or is refused.</summary>
    internal long Begin()
    {
        if (Interlocked.Read(ref _lost) > 0)
            Interlocked.Add(ref _lost, -PerSearch.Ticks);
        return _time.GetTimestamp();
    }

    /// <summary>Counts the time of a search.</summary>
    /// <returns>Whether it was slow.</returns>
    internal bool End(long started)
    {
        TimeSpan took = _time.GetElapsedTime(started);
        if (took < Slow)
            return false;
        Interlocked.Add(ref _lost, took.Ticks);
        return true;
    }
}
