namespace IntelMQ.Redis.Streams;

/// <summary>What a commit settles of one part.</summary>
internal sealed class StreamInput(StreamPart part)
{
    public StreamPart Part { get; } = part;

    /// <summary>The number under which the process holds the part, as it was when the commit was put together.</summary>
    public string Fence { get; } = part.Fence;

    public List<StreamSlot> Settled { get; } = [];

    /// <summary>What is done in part.</summary>
    public StreamSlot? Half { get; set; }

    /// <summary>How far it is done.</summary>
    public long Position { get; set; }
}
