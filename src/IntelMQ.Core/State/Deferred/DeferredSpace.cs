namespace IntelMQ.State;

/// <summary>A space of which a part is not written yet: reads see it all the same.</summary>
internal abstract class DeferredSpace(IStateSpace written) : IStateSpace
{
    public string Name => written.Name;

    protected IStateSpace Inner => written;

    public abstract bool Contains(ReadOnlySpan<byte> key);

    public abstract bool TryGet(ReadOnlySpan<byte> key, out StateEntry entry);

    public abstract IReadOnlyList<StateEntry> ReadAll();

    /// <summary>Makes a change that is to be written later.</summary>
    /// <returns>Its version.</returns>
    public abstract long Apply(in StateChange change);

    /// <summary>A change was written already; what is older is not to be written any more.</summary>
    public abstract void Overtake(in StateChange change);

    /// <summary>Whether a change is still to be written, and not overtaken by a younger one that was.</summary>
    public abstract bool IsDue(in StateChange change, long version);

    /// <summary>A change was written, or overtaken.</summary>
    public abstract void Written(in StateChange change, long version);
}
