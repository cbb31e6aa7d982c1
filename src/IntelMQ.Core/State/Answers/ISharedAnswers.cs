namespace IntelMQ.State;

/// <summary>
/// Answers of services as texts under keys, on a server that other processes use as well. No state: what is not there is asked for again.
/// Thread-safe.
/// </summary>
public interface ISharedAnswers
{
    /// <summary>Looks for an answer.</summary>
    /// <param name="key">The key, as bots in Python write it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The answer; <see langword="null"/> where none is kept.</returns>
    /// <exception cref="IOException">The server cannot be reached or refuses.</exception>
    ValueTask<SharedAnswer?> FindAsync(string key, CancellationToken cancellationToken);

    /// <summary>Keeps an answer, in place of the one that is there.</summary>
    /// <param name="key">The key, as bots in Python write it.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="IOException">The server cannot be reached or refuses.</exception>
    ValueTask KeepAsync(string key, SharedAnswer answer, CancellationToken cancellationToken);
}

/// <summary>An answer that processes share.</summary>
/// <param name="Text">The answer, as bots in Python write it.</param>
/// <param name="KeptFor">How long it is kept from now on; <see langword="null"/> for ever.</param>
public readonly record struct SharedAnswer(string Text, TimeSpan? KeptFor);

/// <summary>Opens the caches that bots name in their parameters.</summary>
public interface ISharedAnswerCaches
{
    /// <summary>Opens a cache; nothing is asked of its server yet.</summary>
    /// <param name="cache">Where it is.</param>
    ISharedAnswers Open(SharedCache cache);
}
