namespace IntelMQ.Messages;

/// <summary>The storage of a new message, handed over by its builder: nobody else keeps the arrays.</summary>
internal readonly ref struct MessageParts
{
    public required byte[] Data { get; init; }

    public required MessageScope Scope { get; init; }

    public required ulong Low { get; init; }

    public required ulong High { get; init; }

    public required Slot[] Slots { get; init; }

    public required ExtraEntry[] Extra { get; init; }
}
