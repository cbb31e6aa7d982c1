using IntelMQ.Schemas;

namespace IntelMQ.Messages;

/// <summary>The storage of a new message, handed over by its builder: nobody else keeps the arrays.</summary>
internal readonly ref struct MessageParts
{
    public required byte[] Data { get; init; }

    public required MessageScope Scope { get; init; }

    public required ulong Low { get; init; }

    public required ulong High { get; init; }

    /// <summary>The slots of the built-in fields that are set, by ordinal, then those of <see cref="ExtraKeys"/>.</summary>
    public required Slot[] Slots { get; init; }

    /// <summary>The names that have no place of their own, sorted; messages may share the array, so nobody writes to it.</summary>
    public required FieldKey[] ExtraKeys { get; init; }
}
