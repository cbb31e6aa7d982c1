namespace IntelMQ.State;

/// <summary>
/// Keeps what bots remember: keys that were seen, held events, counters, cursors. Where it belongs to a broker, changes are part of the
/// broker's commits. All members may be called by several threads at once.
/// </summary>
public interface IStateStore : IAsyncDisposable
{
    /// <summary>What the store promises.</summary>
    StateTraits Traits { get; }

    /// <summary>Makes a space ready and loads what is known of it. May be called again with the same declaration; the limit then counts anew.</summary>
    /// <param name="space">The space.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="IOException">The store cannot be read.</exception>
    /// <exception cref="InvalidDataException">What is stored is damaged, or of a newer version; the message says where.</exception>
    ValueTask<IStateSpace> OpenAsync(StateSpaceDeclaration space, CancellationToken cancellationToken);

    /// <summary>Stores changes of opened spaces, all of them or none. When the call returns they are stored as the store's traits promise.</summary>
    /// <param name="changes">The changes; a later one of the same key counts. The caller's again when the call returns.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="IOException">Nothing is stored, or it is not known whether it is; the same changes may be stored again.</exception>
    ValueTask<CommitOutcome> ApplyAsync(IReadOnlyList<StateChange> changes, CancellationToken cancellationToken);
}
