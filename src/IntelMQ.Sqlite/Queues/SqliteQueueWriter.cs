using IntelMQ.Pipelines;
using IntelMQ.Sqlite.Storage;
using IntelMQ.State;

namespace IntelMQ.Sqlite.Queues;

internal sealed class SqliteQueueWriter(SqliteBroker broker, SqliteQueues queues) : IQueueWriter
{
    private readonly OutgoingEncoder _encoder = new(queues, broker.Time);
    private long _lastNumber;

    public async ValueTask<CommitOutcome> CommitAsync(UnitOfWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        // As with a reader.
        if (work.Number != 0 && work.Number == _lastNumber)
            return CommitOutcome.Stored;
        var request = new SqliteRequest { Changes = work.Changes };
        _encoder.Encode(work, request);
        CommitOutcome outcome = await broker.Writer.StoreAsync(request, cancellationToken).ConfigureAwait(false);
        if (!outcome.IsStored)
            return outcome;
        _lastNumber = work.Number;
        OutgoingEncoder.Release(work);
        return outcome;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
