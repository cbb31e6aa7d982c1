namespace IntelMQ.State;

/// <summary>
/// Values of which the youngest counts for reading, and of which each is written when what it came from is settled; never an older one
/// over a younger.
/// </summary>
internal sealed class DeferredValueSpace(IStateSpace written, TimeProvider time) : DeferredSpace(written)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<byte[], Open> _open = new(BytesComparer.Instance);
    private long _version;

    public override bool Contains(ReadOnlySpan<byte> key) => TryGet(key, out _);

    public override bool TryGet(ReadOnlySpan<byte> key, out StateEntry entry)
    {
        lock (_gate)
        {
            if (_open.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(key, out Open? open))
            {
                entry = open.Youngest;
                return !open.IsRemoved && !(entry.Expires <= time.GetUtcNow());
            }
        }

        return Inner.TryGet(key, out entry);
    }

    public override IReadOnlyList<StateEntry> ReadAll()
    {
        lock (_gate)
        {
            DateTimeOffset now = time.GetUtcNow();
            var all = new List<StateEntry>();
            foreach (StateEntry entry in Inner.ReadAll())
            {
                if (!_open.GetAlternateLookup<ReadOnlySpan<byte>>().ContainsKey(entry.Key.Span))
                    all.Add(entry);
            }

            all.AddRange(_open.Values.Where(open => !open.IsRemoved && !(open.Youngest.Expires <= now)).Select(static open => open.Youngest));
            return all;
        }
    }

    public override long Apply(in StateChange change)
    {
        lock (_gate)
        {
            if (!_open.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(change.Key.Span, out Open? open))
                _open.Add(change.Key.ToArray(), open = new Open());
            open.Youngest = new StateEntry(change.Key, change.Value, change.Expires);
            open.IsRemoved = change.IsRemoval;
            open.Unwritten++;
            return ++_version;
        }
    }

    public override void Overtake(in StateChange change)
    {
        lock (_gate)
        {
            if (!_open.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(change.Key.Span, out Open? open))
                return;
            open.Youngest = new StateEntry(change.Key.ToArray(), change.Value.ToArray(), change.Expires);
            open.IsRemoved = change.IsRemoval;
            open.Due = ++_version;
        }
    }

    public override bool IsDue(in StateChange change, long version)
    {
        lock (_gate)
        {
            Open open = OpenOf(change);
            if (open.Due > version)
                return false;
            open.Due = version;
            return true;
        }
    }

    public override void Written(in StateChange change, long version)
    {
        lock (_gate)
        {
            if (--OpenOf(change).Unwritten == 0)
                _open.GetAlternateLookup<ReadOnlySpan<byte>>().Remove(change.Key.Span);
        }
    }

    private Open OpenOf(in StateChange change) => _open.GetAlternateLookup<ReadOnlySpan<byte>>()[change.Key.Span];

    private sealed class Open
    {
        public StateEntry Youngest { get; set; }

        public bool IsRemoved { get; set; }

        /// <summary>How many changes are to be written.</summary>
        public int Unwritten { get; set; }

        /// <summary>The youngest version that is written, or being written.</summary>
        public long Due { get; set; }
    }
}
