using IntelMQ.Lookups;

namespace IntelMQ.State;

/// <summary>Keys that are added once, so that no version of one is older than another.</summary>
internal sealed class DeferredKeySpace(StateSpaceDeclaration space, IStateSpace written, TimeProvider time) : DeferredSpace(written), IBoundedSpace
{
    private readonly MemoryDeduplicationCache _open = new(space.MaxKeys ?? MemoryKeySpace.NoLimit, time);

    public long Evictions => _open.Evictions + ((Inner as IBoundedSpace)?.Evictions ?? 0);

    public override bool Contains(ReadOnlySpan<byte> key) => (_open.Count > 0 && _open.Contains(MemoryKeySpace.DigestOf(key))) || Inner.Contains(key);

    public override bool TryGet(ReadOnlySpan<byte> key, out StateEntry entry) => Inner.TryGet(key, out entry);

    public override IReadOnlyList<StateEntry> ReadAll() => Inner.ReadAll();

    public override long Apply(in StateChange change)
    {
        if (change.IsRemoval)
            throw MemoryKeySpace.NoRemoval(Name);
        _open.TryAdd(MemoryKeySpace.DigestOf(change.Key.Span), change.Expires);
        return 0;
    }

    public override void Overtake(in StateChange change)
    {
    }

    public override bool IsDue(in StateChange change, long version) => true;

    public override void Written(in StateChange change, long version) => _open.Remove(MemoryKeySpace.DigestOf(change.Key.Span));
}
