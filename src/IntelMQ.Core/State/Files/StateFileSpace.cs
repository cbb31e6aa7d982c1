namespace IntelMQ.State;

/// <summary>A space of a <see cref="FileStateStore"/>.</summary>
internal sealed class StateFileSpace(ushort number, StateSpaceDeclaration declaration, MemoryStateSpace content)
{
    /// <summary>Names it in the file.</summary>
    public ushort Number { get; } = number;

    public StateSpaceDeclaration Declaration { get; set; } = declaration;

    public MemoryStateSpace Content { get; } = content;

    /// <summary>Whether the file knows the declaration.</summary>
    public bool IsWritten { get; set; }
}
