namespace IntelMQ.State;

/// <summary>A key and what is kept under it.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The value; empty in spaces that hold keys alone.</param>
/// <param name="Expires">When the entry is forgotten; <see langword="null"/> for never.</param>
public readonly record struct StateEntry(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Value, DateTimeOffset? Expires);
