namespace IntelMQ.State;

/// <summary>Where a <see cref="FileStateStore"/> keeps state, and how.</summary>
public sealed class FileStateStoreOptions
{
    /// <summary>The folder, which is made where it is missing. One process at a time may use it.</summary>
    public required string Folder { get; init; }

    /// <summary>
    /// Whether what is stored is flushed to the disk before a call returns, so that it outlives a power failure and not only the process;
    /// on by default.
    /// </summary>
    public bool FlushToDisk { get; init; } = true;
}
