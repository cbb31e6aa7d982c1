namespace IntelMQ.Bots.Lookups.Mmdb;

/// <summary>What a value's control bytes say. Offsets count from the start of the section.</summary>
/// <param name="Kind">The type.</param>
/// <param name="Size">Bytes of a scalar, entries of a container, the target of a pointer, 0 or 1 of a boolean.</param>
/// <param name="Payload">Where the control bytes end.</param>
internal readonly record struct MmdbHeader(MmdbKind Kind, int Size, int Payload)
{
    public const MmdbKind Pointer = (MmdbKind)1;

    public bool IsContainer => Kind is MmdbKind.Map or MmdbKind.Array;

    /// <summary>Where the next value starts, if this one is not a container.</summary>
    public int Next => Kind is Pointer or MmdbKind.Boolean ? Payload : Payload + Size;
}
