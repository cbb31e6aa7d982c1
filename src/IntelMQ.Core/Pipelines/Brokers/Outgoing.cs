using IntelMQ.Messages;
using IntelMQ.State;

namespace IntelMQ.Pipelines;

/// <summary>A message on its way into a queue.</summary>
/// <param name="Message">The message; the receiver's from now on.</param>
public readonly record struct Outgoing(Message Message)
{
    /// <summary>What travels beside the message.</summary>
    public Envelope Envelope { get; init; }

    /// <summary>
    /// What the message is a part of. The sender has retained it once for this message; the broker releases it when the message is out of
    /// danger: stored for good, or settled by its receiver.
    /// </summary>
    public Receipt? Receipt { get; init; }
}
