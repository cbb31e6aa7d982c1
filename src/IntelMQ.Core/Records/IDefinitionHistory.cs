namespace IntelMQ.Records;

/// <summary>The definitions that were in force, so that one can go back.</summary>
public interface IDefinitionHistory
{
    /// <summary>Adds a version, if nobody else has added one meanwhile.</summary>
    /// <param name="pipeline">The pipeline's name.</param>
    /// <param name="json">The definition.</param>
    /// <param name="who">Who puts it into force.</param>
    /// <param name="note">Why.</param>
    /// <param name="expected">The number of the version that it was made from; 0 where there was none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The version; <see langword="null"/> where another number is the newest, and nothing was added.</returns>
    ValueTask<DefinitionVersion?> AddAsync(string pipeline, ReadOnlyMemory<byte> json, string who, string note, long expected, CancellationToken cancellationToken);

    /// <summary>A version with its JSON.</summary>
    /// <param name="pipeline">The pipeline's name.</param>
    /// <param name="number">Its number; <see langword="null"/> for the newest.</param>
    /// <param name="cancellationToken">Ends it.</param>
    ValueTask<DefinitionVersion?> FindAsync(string pipeline, long? number, CancellationToken cancellationToken);

    /// <summary>Versions without their JSON, the newest first.</summary>
    /// <param name="pipeline">The pipeline's name.</param>
    /// <param name="below">Only those below this number.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="cancellationToken">Ends it.</param>
    ValueTask<IReadOnlyList<DefinitionVersion>> ListAsync(string pipeline, long? below, int count, CancellationToken cancellationToken);
}
