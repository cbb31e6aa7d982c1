using IntelMQ.Failures;
using IntelMQ.Pipelines;
using IntelMQ.State;

namespace IntelMQ.Testing.Conformance;

/// <summary>What a broker keeps beside its queues, as stores of their own: whoever disposes of one disposes of the broker.</summary>
internal sealed class BrokersStore(IBroker broker) : IStateStore, IFailureStore
{
    public StateTraits Traits => broker.State.Traits;

    public ValueTask<IStateSpace> OpenAsync(StateSpaceDeclaration space, CancellationToken cancellationToken) => broker.State.OpenAsync(space, cancellationToken);

    public ValueTask<CommitOutcome> ApplyAsync(IReadOnlyList<StateChange> changes, CancellationToken cancellationToken) => broker.State.ApplyAsync(changes, cancellationToken);

    public ValueTask AddAsync(IReadOnlyList<Failure> failures, CancellationToken cancellationToken) => broker.Failures.AddAsync(failures, cancellationToken);

    public IAsyncEnumerable<StoredFailure> ReadAsync(CancellationToken cancellationToken) => broker.Failures.ReadAsync(cancellationToken);

    public ValueTask RemoveAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken) => broker.Failures.RemoveAsync(ids, cancellationToken);

    public ValueTask DisposeAsync() => broker.DisposeAsync();
}
