namespace IntelMQ.State;

/// <summary>Keys with values in memory.</summary>
internal sealed class MemoryValueSpace(string name, TimeProvider time) : MemoryStateSpace(name)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<byte[], StateEntry> _entries = new(BytesComparer.Instance);
    private int _changes;

    public override bool Contains(ReadOnlySpan<byte> key) => TryGet(key, out _);

    public override bool TryGet(ReadOnlySpan<byte> key, out StateEntry entry)
    {
        lock (_gate)
        {
            return _entries.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(key, out entry) && !IsOver(entry);
        }
    }

    public override IReadOnlyList<StateEntry> ReadAll()
    {
        lock (_gate)
            return [.. _entries.Values.Where(entry => !IsOver(entry))];
    }

    public override void Apply(in StateChange change)
    {
        lock (_gate)
        {
            if (change.IsRemoval)
            {
                _entries.GetAlternateLookup<ReadOnlySpan<byte>>().Remove(change.Key.Span);
            }
            else
            {
                byte[] key = change.Key.ToArray();
                _entries[key] = new StateEntry(key, change.Value.ToArray(), change.Expires);
            }

            // As often as the table is long, so that it costs a bounded part of the changes.
            if (++_changes > _entries.Count + 64)
                ForgetOld();
        }
    }

    private void ForgetOld()
    {
        _changes = 0;
        foreach ((byte[] key, StateEntry entry) in _entries)
        {
            if (IsOver(entry))
                _entries.Remove(key);
        }
    }

    private bool IsOver(in StateEntry entry) => entry.Expires is { } expires && expires <= time.GetUtcNow();
}
