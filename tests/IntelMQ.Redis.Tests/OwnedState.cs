using IntelMQ.Pipelines;
using IntelMQ.State;

namespace IntelMQ.Redis.Tests;

/// <summary>The state of a broker, which ends with it: the suite ends the store.</summary>
internal sealed class OwnedState(IBroker broker) : IStateStore
{
    public StateTraits Traits => broker.State.Traits;

    public ValueTask<IStateSpace> OpenAsync(StateSpaceDeclaration space, CancellationToken cancellationToken) => broker.State.OpenAsync(space, cancellationToken);

    public ValueTask<CommitOutcome> ApplyAsync(IReadOnlyList<StateChange> changes, CancellationToken cancellationToken) => broker.State.ApplyAsync(changes, cancellationToken);

    public ValueTask DisposeAsync() => broker.DisposeAsync();
}
