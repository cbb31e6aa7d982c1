using IntelMQ.Pipelines;

namespace IntelMQ.Redis.Streams;

/// <summary>A message of a part that this process reads: in work, or given back.</summary>
internal sealed class StreamSlot(StreamPart part, string id, long tag, byte[] payload, byte[] envelope, int times, long checkpoint)
{
    public StreamPart Part { get; } = part;

    /// <summary>The entry's id in the stream.</summary>
    public string Id { get; } = id;

    public long Tag { get; } = tag;

    public byte[] Payload { get; } = payload;

    /// <summary>What travels beside the message; nothing where somebody else has written it.</summary>
    public Envelope Envelope { get; } = EnvelopeFormat.TryRead(envelope, out Envelope read, out _) ? read : default;

    /// <summary>The reader that has it in work.</summary>
    public StreamQueueReader? Holder { get; set; }

    public long Checkpoint { get; set; } = checkpoint;

    /// <summary>How often this process has given it back.</summary>
    public int GivenBack { get; set; }

    public int Attempt => times + GivenBack;
}
