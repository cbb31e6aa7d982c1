namespace IntelMQ.State;

/// <summary>
/// One bot's entries of one kind, for reading; changes go by <see cref="IStateStore.ApplyAsync"/> or a commit. All members may be called by
/// several threads at once, and none of them waits for a server: they stand on the path of every event.
/// </summary>
public interface IStateSpace
{
    /// <summary>The space's full name.</summary>
    string Name { get; }

    /// <summary>
    /// Whether a key is known to be there and its time is not over. A hint: where others change the same state, <see langword="false"/> may be
    /// out of date, and the condition of the change decides.
    /// </summary>
    bool Contains(ReadOnlySpan<byte> key);

    /// <summary>Reads a value of a space that holds values.</summary>
    bool TryGet(ReadOnlySpan<byte> key, out StateEntry entry);

    /// <summary>All entries of a space that holds values, in no order, as they were when the call was made.</summary>
    IReadOnlyList<StateEntry> ReadAll();
}
