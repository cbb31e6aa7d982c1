namespace IntelMQ.Store;

/// <summary>When objects count as gone.</summary>
public static class ObjectRules
{
    /// <summary>How long an object has to be away to be gone, or to relapse: seven days.</summary>
    public static TimeSpan GoneAfter { get; } = TimeSpan.FromDays(7);

    /// <summary>Whether an object is still reported.</summary>
    /// <param name="lastSeen">When it was seen last.</param>
    /// <param name="isComplete">Whether its feed always names all that is so. The silence of one that tells only news is no repair.</param>
    /// <param name="lastRun">When its feed ran last; <see langword="null"/> where that is not known.</param>
    /// <param name="now">The time.</param>
    public static ObjectState StateOf(DateTimeOffset lastSeen, bool isComplete, DateTimeOffset? lastRun, DateTimeOffset now)
    {
        if (now - lastSeen < GoneAfter)
            return ObjectState.Reported;
        return isComplete && lastRun - lastSeen >= GoneAfter ? ObjectState.Gone : ObjectState.Unknown;
    }

    /// <summary>The history with one more event.</summary>
    internal static TrackedObject Seen(TrackedObject known, DateTimeOffset time)
    {
        bool isRelapse = time - known.LastSeen >= GoneAfter;
        return known with
        {
            FirstSeen = time < known.FirstSeen ? time : known.FirstSeen,
            LastSeen = time > known.LastSeen ? time : known.LastSeen,
            Events = known.Events + 1,
            Relapses = known.Relapses + (isRelapse ? 1 : 0),
            Relapsed = isRelapse ? time : known.Relapsed,
        };
    }
}
