namespace IntelMQ.Sqlite.Queues;

/// <summary>A part of a queue: one range of numbers.</summary>
/// <param name="first">The first number of the range.</param>
/// <param name="length">How many numbers it has.</param>
internal sealed class SqlitePart(long first, long length)
{
    public long First { get; } = first;

    public long Last { get; } = first + length - 1;

    /// <summary>The number of the youngest message that is stored; changed by the writer's thread alone.</summary>
    public long Newest { get; set; } = first;

    /// <summary>The number of the youngest message that is committed, so that readers may look for it.</summary>
    public long Committed { get; set; } = first;

    /// <summary>The number of the youngest message that a reader has received.</summary>
    public long Cursor { get; set; } = first;

    /// <summary>Numbers of messages that were received and given back, with how often they were received.</summary>
    public SortedDictionary<long, int> Returned { get; } = [];

    /// <summary>How many messages are received and neither settled nor given back.</summary>
    public int InWork { get; set; }

    public bool HasNews => Returned.Count > 0 || Cursor < Committed;
}
