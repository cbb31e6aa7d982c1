using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.State;

namespace IntelMQ.Pipelines;

/// <summary>A message as a reader receives it.</summary>
public readonly record struct Delivery
{
    private readonly object _content;

    /// <summary>A message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="tag">Names the delivery within its queue until it is settled.</param>
    public Delivery(Message message, long tag)
    {
        _content = message;
        Tag = tag;
    }

    /// <summary>A payload that is no message.</summary>
    /// <param name="unreadable">The payload, kept as bytes, and why it cannot be read.</param>
    /// <param name="tag">Names the delivery within its queue until it is settled.</param>
    public Delivery(Failure unreadable, long tag)
    {
        _content = unreadable;
        Tag = tag;
    }

    /// <summary>The message; <see langword="null"/> where the payload cannot be read.</summary>
    public Message? Message => _content as Message;

    /// <summary>Why the payload cannot be read; it is to be kept as failure and settled, so that it does not come again for ever.</summary>
    public Failure? Unreadable => _content as Failure;

    /// <summary>Names the delivery within its queue until it is settled.</summary>
    public long Tag { get; }

    /// <summary>How far an earlier reader got: so many elements of the report are done.</summary>
    public long Checkpoint { get; init; }

    /// <summary>How often it was received, this time included, where the broker knows.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>What travels beside the message.</summary>
    public Envelope Envelope { get; init; }

    /// <summary>What the message is a part of, where the broker is not durable.</summary>
    public Receipt? Receipt { get; init; }

    /// <summary>Since when it waits, in ticks of UTC, where the queue is in memory.</summary>
    internal long Since { get; init; }

    internal object Content => _content;
}
