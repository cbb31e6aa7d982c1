using IntelMQ.Messages;

namespace IntelMQ.Pipelines;

/// <summary>A message on its way into a queue.</summary>
/// <param name="Message">The message; the receiver's from now on.</param>
public readonly record struct Outgoing(Message Message)
{
    /// <summary>
    /// What the message is a part of. The sender has retained it once for this message; the broker releases it when the message is out of
    /// danger: stored for good, or settled by its receiver.
    /// </summary>
    public Receipt? Receipt { get; init; }

    /// <summary>The bot that is to take the message, where it is not the one that the queue belongs to.</summary>
    public string? Entry { get; init; }

    /// <summary>A hash that chooses the part of the queue; messages with the same hash stay in order.</summary>
    public uint Partition { get; init; }
}
