using IntelMQ.State;

namespace IntelMQ.Pipelines;

/// <summary>What a broker promises beyond the contract. Each claim is tested by the same suite for every broker.</summary>
[Flags]
public enum BrokerTraits
{
    /// <summary>Nothing more.</summary>
    None = 0,

    /// <summary>What is stored outlives the process; a message's <see cref="Receipt"/> is released as soon as it is stored.</summary>
    Durable = 1,

    /// <summary>A commit happens as a whole or not at all, and conditions of changes hold at that moment.</summary>
    AtomicCommit = 2,

    /// <summary>A checkpoint that was committed comes back with the delivery.</summary>
    Checkpoints = 4,

    /// <summary><see cref="Envelope.Entry"/>, lineage and batch come back with the delivery.</summary>
    Envelopes = 8,

    /// <summary>Queues may have parts, chosen by <see cref="Envelope.Partition"/>.</summary>
    Partitions = 16,

    /// <summary>The same queues may be used by other processes at the same time.</summary>
    Shared = 32,
}
