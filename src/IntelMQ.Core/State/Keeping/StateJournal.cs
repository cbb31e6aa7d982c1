namespace IntelMQ.State;

/// <summary>The changes of one bot instance since its last commit, and the bytes that they point to.</summary>
internal sealed class StateJournal
{
    private const int ChunkSize = 16 * 1024;
    private const int KeptChunks = 8;
    private const int KeptChanges = 8192;

    private readonly List<byte[]> _chunks = [];
    private List<StateChange> _changes = [];
    private int _chunk;
    private int _used;

    public List<StateChange> Changes => _changes;

    /// <summary>What the message that is being worked on is a part of.</summary>
    public Receipt? Receipt { get; set; }

    /// <summary>Copies bytes to where they stay until <see cref="Clear"/>.</summary>
    public ReadOnlyMemory<byte> Copy(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return default;
        if (bytes.Length > ChunkSize / 4)
            return bytes.ToArray();
        if (_chunk < _chunks.Count && ChunkSize - _used < bytes.Length)
            (_chunk, _used) = (_chunk + 1, 0);
        if (_chunk == _chunks.Count)
            _chunks.Add(GC.AllocateUninitializedArray<byte>(ChunkSize));
        Memory<byte> copy = _chunks[_chunk].AsMemory(_used, bytes.Length);
        bytes.CopyTo(copy.Span);
        _used += bytes.Length;
        return copy;
    }

    public void Clear()
    {
        (_chunk, _used) = (0, 0);
        if (_chunks.Count > KeptChunks)
            _chunks.RemoveRange(KeptChunks, _chunks.Count - KeptChunks);
        if (_changes.Capacity > KeptChanges)
            _changes = [];
        _changes.Clear();
    }
}
