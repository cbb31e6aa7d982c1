using IntelMQ.Pipelines;

namespace IntelMQ.Sqlite.Queues;

/// <summary>What is known in memory of a queue: where each of its parts begins and ends, and what waits for it.</summary>
internal sealed class SqliteQueue
{
    // 63 bits of a number: 17 for the queue, 6 for its part, 40 for the sequence.
    private const int SequenceBits = 40;
    private const int PartBits = 6;

    /// <summary>The most parts of a queue.</summary>
    public const int MaxParts = 1 << PartBits;

    private readonly long _base;
    private TaskCompletionSource? _arrived;

    public SqliteQueue(long number, QueueDeclaration declaration, long waiting)
    {
        Name = declaration.Name;
        Number = number;
        _base = number << (PartBits + SequenceBits);
        Capacity = declaration.Capacity;
        Count = waiting;
        Parts = NewParts(declaration.Partitions);
    }

    public QueueName Name { get; }

    public long Number { get; }

    /// <summary>Guards everything that readers change.</summary>
    public Lock Gate { get; } = new();

    public SqlitePart[] Parts { get; private set; }

    public int? Capacity { get; set; }

    /// <summary>How many messages are stored; changed by the writer's thread alone.</summary>
    public long Count { get; set; }

    public bool IsFull => Count >= Capacity;

    public bool IsCompleted { get; set; }

    public void Repartition(int parts) => Parts = NewParts(parts);

    public SqlitePart PartOf(uint partition) => Parts.Length == 1 ? Parts[0] : Parts[partition % (uint)Parts.Length];

    public SqlitePart PartOfMessage(long id) => Parts[(int)((id >> SequenceBits) & (MaxParts - 1))];

    /// <summary>Completes when something changes: a message arrives or is given back, or the queue is completed or drained.</summary>
    public Task WaitForArrival()
    {
        lock (Gate)
            return (_arrived ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    public void Pulse()
    {
        TaskCompletionSource? arrived;
        lock (Gate)
            (arrived, _arrived) = (_arrived, null);
        arrived?.TrySetResult();
    }

    private SqlitePart[] NewParts(int count)
    {
        var parts = new SqlitePart[count];
        for (int i = 0; i < count; i++)
            parts[i] = new SqlitePart(_base + ((long)i << SequenceBits), 1L << SequenceBits);
        return parts;
    }
}
