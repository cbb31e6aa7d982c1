namespace IntelMQ.Failures;

/// <summary>Keeps failures until they are replayed or removed. All members may be called by several threads at once.</summary>
public interface IFailureStore : IAsyncDisposable
{
    /// <summary>Keeps failures; when the call returns they are stored.</summary>
    /// <param name="failures">The failures, all of them or none.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="IOException">Nothing is stored; the host tries again.</exception>
    ValueTask AddAsync(IReadOnlyList<Failure> failures, CancellationToken cancellationToken = default);

    /// <summary>Reads what was stored when the call was made, oldest first. What is added meanwhile may be left out.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    IAsyncEnumerable<StoredFailure> ReadAsync(CancellationToken cancellationToken = default);

    /// <summary>Forgets failures; numbers that are not known are passed over.</summary>
    /// <param name="ids">Numbers from <see cref="StoredFailure.Id"/>.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    ValueTask RemoveAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken = default);
}
