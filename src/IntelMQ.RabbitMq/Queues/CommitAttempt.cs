using IntelMQ.Pipelines;
using IntelMQ.RabbitMq.Server;
using IntelMQ.RabbitMq.Storage;
using IntelMQ.State;

namespace IntelMQ.RabbitMq.Queues;

/// <summary>A commit on its way: what of it is done, so that it goes on there where it is tried again.</summary>
internal sealed class CommitAttempt(long number, List<QueueSlot> settled, List<Publication> publications)
{
    public long Number => number;

    public List<QueueSlot> Settled => settled;

    public QueueSlot? Progress { get; init; }

    /// <summary>The reports that a writer sends.</summary>
    public IReadOnlyCollection<UInt128> Reports { get; init; } = [];

    public List<Publication> Publications => publications;

    /// <summary>Whether some of it may be stored.</summary>
    public bool HasBegun { get; set; }

    public bool HasFailures { get; set; }

    /// <summary>What bots remember, then which messages are settled and how far one is: in that order, since conflicts are told by place.</summary>
    public IReadOnlyList<StateChange> ChangesOf(UnitOfWork work, QueueMemory? memory)
    {
        if (memory is null || (settled.Count == 0 && Progress is null))
            return work.Changes;
        var changes = new List<StateChange>(work.Changes);
        foreach (QueueSlot slot in settled)
            memory.AddSettled(changes, slot.Id);
        if (Progress is not null)
            memory.AddPlace(changes, Progress.Id, work.Progress!.Value.Position, Progress.Attempt - 1);
        return changes;
    }
}
