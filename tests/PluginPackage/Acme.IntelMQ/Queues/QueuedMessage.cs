namespace Acme.IntelMQ.Queues;

/// <summary>What is known in memory of a message; the message itself is in the file.</summary>
internal sealed class QueuedMessage(long tag)
{
    public long Tag { get; } = tag;

    /// <summary>Where it stands in the file, envelope first.</summary>
    public long Position { get; set; }

    public required int EnvelopeLength { get; init; }

    public required int PayloadLength { get; init; }

    public required DateTimeOffset Since { get; init; }

    public int Attempts { get; set; }

    public long Checkpoint { get; set; }

    public int Length => EnvelopeLength + PayloadLength;
}
