using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.Pipelines;
using IntelMQ.RabbitMq.Storage;

namespace IntelMQ.RabbitMq.Queues;

/// <summary>A message that the server has handed to this process and that is not acknowledged.</summary>
internal sealed class QueueSlot(byte[] payload, ulong deliveryTag, long tag, long since)
{
    public byte[] Payload { get; } = payload;

    /// <summary>The server's name of it, within the channel.</summary>
    public ulong DeliveryTag { get; } = deliveryTag;

    /// <summary>This process's name of it; never used twice.</summary>
    public long Tag { get; } = tag;

    /// <summary>When it came, by the clock of elapsed time.</summary>
    public long Since { get; } = since;

    /// <summary>When it was sent.</summary>
    public DateTimeOffset? Sent { get; init; }

    /// <summary>The message's id; 0 where it has none, as after a bot in Python.</summary>
    public UInt128 Id { get; init; }

    /// <summary>The id of the report that it came of.</summary>
    public UInt128 Root { get; init; }

    public Envelope Envelope { get; init; }

    /// <summary>The reader that has it in work.</summary>
    public RabbitQueueReader? Holder { get; set; }

    /// <summary>To be acknowledged.</summary>
    public bool IsDone { get; set; }

    public long Checkpoint { get; set; }

    public int Attempt { get; set; } = 1;

    /// <summary>Whether the server has handed it to somebody before.</summary>
    public bool IsRedelivered { get; init; }

    public bool IsWaiting => Holder is null && !IsDone;

    /// <summary>Takes a message as it came, with what is known of it.</summary>
    public static QueueSlot Of(in Arrived arrived, long tag, long now, QueueMemory memory)
    {
        bool isOurs = MessageIds.TryRead(arrived.Properties, out UInt128 id, out UInt128 root, out Lineage lineage);
        (long position, int attempts) = memory.Find(id);
        return new QueueSlot(arrived.Payload, arrived.DeliveryTag, tag, now)
        {
            Id = id,
            Root = root,
            Sent = arrived.Properties.IsTimestampPresent() ? DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(arrived.Properties.Timestamp.UnixTime, 0, 253402300799)) : null,
            Checkpoint = position,
            Attempt = attempts > 0 ? attempts + 1 : arrived.IsRedelivered ? 2 : 1,
            IsRedelivered = arrived.IsRedelivered,
            Envelope = new Envelope
            {
                // What was sent again by hand has no lineage; what comes of it begins with the message's own id.
                Lineage = isOurs && lineage.IsUnknown ? new Lineage(id, 0, 0) : lineage,
                Batch = MessageHeaders.Read(arrived.Properties, MessageHeaders.Batch),
                Entry = MessageHeaders.Read(arrived.Properties, MessageHeaders.Entry),
            },
        };
    }

    public Delivery Read(MessageReader messages)
        => messages.TryRead(Payload, out Message? message, out MessageError? error)
            ? new Delivery(message, Tag) { Attempt = Attempt, Checkpoint = Checkpoint, Envelope = Envelope }
            : new Delivery(new Failure(new Report(Payload, messages.Schema), $"The message in the queue cannot be read: {error}."), Tag) { Attempt = Attempt, Envelope = Envelope };
}
