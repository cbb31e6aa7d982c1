namespace IntelMQ.Pipelines;

/// <summary>What a broker promises beyond the contract. Each claim is tested by the same suite for every broker.</summary>
[Flags]
public enum BrokerTraits
{
    /// <summary>Nothing more.</summary>
    None = 0,

    /// <summary>What is stored outlives the process; a message's <see cref="Receipt"/> is released as soon as it is stored.</summary>
    Durable = 1,

    /// <summary>A commit happens as a whole or not at all.</summary>
    AtomicCommit = 2,

    /// <summary>A checkpoint that was committed comes back with the delivery.</summary>
    Checkpoints = 4,

    /// <summary><see cref="Outgoing.Entry"/> comes back with the delivery.</summary>
    Entries = 8,

    /// <summary>Queues may have parts, chosen by <see cref="Outgoing.Partition"/>.</summary>
    Partitions = 16,
}
