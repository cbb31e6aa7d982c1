using System.Runtime.CompilerServices;
using IntelMQ.Failures;

namespace IntelMQ.Dashboard.Failures;

/// <summary>Those failures of a store that are meant.</summary>
internal sealed class ChosenFailures(IFailureStore store, Func<StoredFailure, bool> isMeant) : IFailureStore
{
    public ValueTask AddAsync(IReadOnlyList<Failure> failures, CancellationToken cancellationToken = default) => store.AddAsync(failures, cancellationToken);

    public async IAsyncEnumerable<StoredFailure> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (StoredFailure stored in store.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (isMeant(stored))
                yield return stored;
        }
    }

    public ValueTask RemoveAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken = default) => store.RemoveAsync(ids, cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
