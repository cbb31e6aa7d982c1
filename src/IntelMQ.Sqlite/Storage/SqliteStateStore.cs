using IntelMQ.State;

namespace IntelMQ.Sqlite.Storage;

/// <summary>State in the broker's file.</summary>
internal sealed class SqliteStateStore(SqliteBroker broker) : IStateStore
{
    public StateTraits Traits => StateTraits.Durable;

    public ValueTask<IStateSpace> OpenAsync(StateSpaceDeclaration space, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(space);
        return broker.OpenSpaceAsync(space, cancellationToken);
    }

    public ValueTask<CommitOutcome> ApplyAsync(IReadOnlyList<StateChange> changes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(changes);
        return changes.Count == 0 ? new(CommitOutcome.Stored) : broker.Writer.StoreAsync(new SqliteRequest { Changes = changes }, cancellationToken);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
