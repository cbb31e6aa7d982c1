namespace IntelMQ.State;

/// <summary>Keys with values in memory; of more than are wanted, those go that were set longest ago.</summary>
internal sealed class MemoryValueSpace(StateSpaceDeclaration space, TimeProvider time) : MemoryStateSpace(space.Name)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<byte[], Slot> _entries = new(BytesComparer.Instance);

    // In the order in which they were set; those that were set again or removed meanwhile are passed over.
    private readonly Queue<(byte[] Key, long Version)> _order = new();
    private long _version;
    private int _changes;
    private long? _maxKeys = space.MaxKeys;

    public int Count => _entries.Count;

    public override bool Contains(ReadOnlySpan<byte> key) => TryGet(key, out _);

    public override bool TryGet(ReadOnlySpan<byte> key, out StateEntry entry)
    {
        lock (_gate)
        {
            bool isThere = _entries.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(key, out Slot slot) && !IsOver(slot.Entry);
            entry = isThere ? slot.Entry : default;
            return isThere;
        }
    }

    public override IReadOnlyList<StateEntry> ReadAll()
    {
        lock (_gate)
            return [.. _entries.Values.Where(slot => !IsOver(slot.Entry)).Select(static slot => slot.Entry)];
    }

    /// <summary>All entries, those first that were set longest ago.</summary>
    public IReadOnlyList<StateEntry> ReadInOrder()
    {
        lock (_gate)
            return [.. _entries.Values.Where(slot => !IsOver(slot.Entry)).OrderBy(static slot => slot.Version).Select(static slot => slot.Entry)];
    }

    public override void Redeclare(StateSpaceDeclaration declaration)
    {
        lock (_gate)
        {
            if (_maxKeys == declaration.MaxKeys)
                return;
            _maxKeys = declaration.MaxKeys;
            _order.Clear();
            foreach (Slot slot in _entries.Values.OrderBy(static slot => slot.Version))
                _order.Enqueue((KeyOf(slot), slot.Version));
        }
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
                _entries[key] = new Slot(new StateEntry(key, change.Value.ToArray(), change.Expires), ++_version);
                if (_maxKeys is { } max)
                    MakeRoom(key, max);
            }

            // As often as the table is long, so that it costs a bounded part of the changes.
            if (++_changes > _entries.Count + 64)
                ForgetOld();
        }
    }

    private void MakeRoom(byte[] key, long max)
    {
        _order.Enqueue((key, _version));
        while (_entries.Count > max && _order.TryDequeue(out (byte[] Key, long Version) oldest))
        {
            if (_entries.TryGetValue(oldest.Key, out Slot slot) && slot.Version == oldest.Version)
                _entries.Remove(oldest.Key);
        }
    }

    private void ForgetOld()
    {
        _changes = 0;
        foreach ((byte[] key, Slot slot) in _entries)
        {
            if (IsOver(slot.Entry))
                _entries.Remove(key);
        }

        if (_order.Count <= (2 * _entries.Count) + 64)
            return;
        _order.Clear();
        foreach (Slot slot in _entries.Values.OrderBy(static slot => slot.Version))
            _order.Enqueue((KeyOf(slot), slot.Version));
    }

    private static byte[] KeyOf(in Slot slot) => System.Runtime.InteropServices.MemoryMarshal.TryGetArray(slot.Entry.Key, out ArraySegment<byte> key) ? key.Array! : slot.Entry.Key.ToArray();

    private bool IsOver(in StateEntry entry) => entry.Expires is { } expires && expires <= time.GetUtcNow();

    private readonly record struct Slot(StateEntry Entry, long Version);
}
