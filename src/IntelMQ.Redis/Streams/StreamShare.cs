namespace IntelMQ.Redis.Streams;

/// <summary>
/// Which parts of a queue this process reads: its share of them, as many as there are processes that read the queue. Used under the queue's
/// lock.
/// </summary>
internal sealed class StreamShare(RedisBrokerOptions options)
{
    public const string Open = "open";
    public const string Read = "read";
    public const string Leave = "leave";

    private int _hosts;

    /// <summary>Whether it is known how many processes there are.</summary>
    public bool IsKnown => _hosts > 0;

    public void Forget() => _hosts = 0;

    /// <summary>What to ask the server for.</summary>
    /// <param name="all">The queue's parts.</param>
    /// <param name="own">Those that fall to the reader that asks, in the order in which they are read.</param>
    /// <returns>The parts with what is asked, and how many leases may be taken.</returns>
    public (List<(StreamPart Part, string Asked)> Asked, int Room) Ask(StreamPart[] all, List<StreamPart> own)
    {
        int room = ShareOf(all.Length) - all.Count(static part => part.IsHeld);
        int ownRoom = ShareOf(own.Count) - own.Count(static part => part.IsHeld);
        DateTimeOffset now = options.Time.GetUtcNow();
        var asked = new List<(StreamPart, string)>(own.Count);
        foreach (StreamPart part in own)
        {
            if (part.IsHeld && !part.IsLeaving)
                asked.Add((part, Read));
            else if (part.IsHeld && part.Slots.Count == 0)
                asked.Add((part, Leave));
            else if (!part.IsHeld && room > 0 && (ownRoom > 0 || IsPassedOver(part, now)))
                asked.Add((part, Open));
        }

        return (asked, ownRoom > 0 ? Math.Min(room, ownRoom) : room);
    }

    /// <summary>Follows the number of processes: gives parts up, or keeps them after all.</summary>
    public void Follow(int hosts, StreamPart[] all)
    {
        _hosts = Math.Max(1, hosts);
        int excess = all.Count(static part => part.IsHeld && !part.IsLeaving) - ShareOf(all.Length);
        foreach (StreamPart part in all.Where(static part => part.IsLeaving).Take(Math.Max(0, -excess)))
            part.IsLeaving = false;
        foreach (StreamPart part in all.Where(static part => part.IsHeld && !part.IsLeaving).OrderBy(static part => part.Slots.Count).Take(Math.Max(0, excess)).ToList())
            part.IsLeaving = true;
    }

    // Instances may be divided otherwise elsewhere, so that a part falls to readers that have their share already.
    private bool IsPassedOver(StreamPart part, DateTimeOffset now)
    {
        part.PassedOverSince ??= now;
        return now - part.PassedOverSince >= options.LeaseTime;
    }

    private int ShareOf(int parts) => (parts + _hosts - 1) / _hosts;
}
