namespace IntelMQ.State;

/// <summary>A space in memory.</summary>
internal abstract class MemoryStateSpace(string name) : IStateSpace
{
    public string Name { get; } = name;

    public static MemoryStateSpace Create(StateSpaceDeclaration space, TimeProvider time, StateClock line)
        => space.Kind == StateSpaceKind.Keys ? new MemoryKeySpace(space, line) : new MemoryValueSpace(space, time);

    public abstract bool Contains(ReadOnlySpan<byte> key);

    public abstract bool TryGet(ReadOnlySpan<byte> key, out StateEntry entry);

    public abstract IReadOnlyList<StateEntry> ReadAll();

    /// <summary>Has another limit count from now on.</summary>
    public abstract void Redeclare(StateSpaceDeclaration space);

    /// <summary>Makes a change; its condition was looked at.</summary>
    public abstract void Apply(in StateChange change);
}
