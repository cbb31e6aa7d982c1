namespace IntelMQ.Failures;

/// <summary>
/// The failures of one bot as <c>intelmqdump</c> sees them: a list by time, numbered from 0 on, of which entries are read, changed and removed.
/// Used by one thread at a time.
/// </summary>
public interface IDump : IAsyncDisposable
{
    /// <summary>Where they are kept: a file's path, or the name of a store.</summary>
    string Place { get; }

    /// <summary>How many entries there are.</summary>
    int Count { get; }

    /// <summary>What is wrong where the entries cannot be read to their end: then they can only be deleted all together.</summary>
    string? Fault { get; }

    /// <summary>Reads entries, each with its number.</summary>
    /// <param name="numbers">Their numbers; those that are not there are passed over. <see langword="null"/> for all.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    IAsyncEnumerable<DumpedMessage> ReadAsync(IReadOnlyCollection<int>? numbers, CancellationToken cancellationToken = default);

    /// <summary>Removes entries; the others are numbered anew.</summary>
    /// <param name="numbers">Their numbers; those that are not there are passed over.</param>
    /// <param name="cancellationToken">Ends the attempt; nothing is changed then.</param>
    /// <exception cref="InvalidDataException">The entries cannot be read to their end, see <see cref="Fault"/>.</exception>
    /// <exception cref="IOException">It cannot be done.</exception>
    Task RemoveAsync(IReadOnlyCollection<int> numbers, CancellationToken cancellationToken = default);

    /// <summary>Puts another message in the place of an entry's; the entry's other parts stay.</summary>
    /// <param name="number">The entry's number.</param>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Ends the attempt; nothing is changed then.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no entry of that number.</exception>
    /// <exception cref="InvalidDataException">The entries cannot be read to their end, see <see cref="Fault"/>.</exception>
    /// <exception cref="IOException">It cannot be done.</exception>
    Task ReplaceAsync(int number, Messages.Message message, CancellationToken cancellationToken = default);

    /// <summary>Removes everything, and closes the dump.</summary>
    ValueTask DeleteAsync();
}
