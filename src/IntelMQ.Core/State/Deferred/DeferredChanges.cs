namespace IntelMQ.State;

/// <summary>What is to be written when one receipt has nothing on its way any more.</summary>
internal sealed class DeferredChanges
{
    private const int ChunkSize = 8 * 1024;

    private byte[] _chunk = [];
    private int _used;

    public List<(DeferredSpace Space, StateChange Change, long Version)> Items { get; } = [];

    /// <summary>Ends when all is written. Whoever waits goes on at once, in the thread that has written.</summary>
    public TaskCompletionSource Done { get; } = new();

    public void Add(DeferredSpace space, in StateChange change)
    {
        StateChange copy = change with { Key = Copy(change.Key.Span), Value = Copy(change.Value.Span), Condition = StateCondition.None, Receipt = null };
        Items.Add((space, copy, space.Apply(copy)));
    }

    private ReadOnlyMemory<byte> Copy(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > ChunkSize / 4)
            return bytes.ToArray();
        if (_chunk.Length - _used < bytes.Length)
            (_chunk, _used) = (GC.AllocateUninitializedArray<byte>(ChunkSize), 0);
        Memory<byte> copy = _chunk.AsMemory(_used, bytes.Length);
        bytes.CopyTo(copy.Span);
        _used += bytes.Length;
        return copy;
    }
}
