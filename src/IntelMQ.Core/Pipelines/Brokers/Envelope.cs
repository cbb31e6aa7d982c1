namespace IntelMQ.Pipelines;

/// <summary>What travels beside a message and is never part of its fields or its hash.</summary>
public readonly record struct Envelope
{
    /// <summary>Where the message comes from.</summary>
    public Lineage Lineage { get; init; }

    /// <summary>The import that brought it in, such as a one-shot; <see langword="null"/> where it is no part of one.</summary>
    public string? Batch { get; init; }

    /// <summary>The bot that is to take the message, where it is not the one that the queue belongs to.</summary>
    public string? Entry { get; init; }

    /// <summary>A hash that chooses the part of the queue; messages with the same hash stay in order.</summary>
    public uint Partition { get; init; }
}
