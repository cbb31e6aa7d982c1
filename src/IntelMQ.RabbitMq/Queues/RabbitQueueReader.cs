using IntelMQ.Pipelines;
using IntelMQ.RabbitMq.Server;
using IntelMQ.State;

namespace IntelMQ.RabbitMq.Queues;

internal sealed class RabbitQueueReader(RabbitMqBroker broker, RabbitQueue queue) : IQueueReader
{
    private readonly List<Delivery> _received = [];
    private readonly Committer _committer = new(broker);
    private bool _disposed;

    public async ValueTask<IReadOnlyList<Delivery>> ReceiveAsync(int max, long maxBytes, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(max);
        _received.Clear();
        while (true)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            cancellationToken.ThrowIfCancellationRequested();
            Task arrival = queue.Arrival.Next;
            if (await TryTakeAsync(max, maxBytes, cancellationToken).ConfigureAwait(false))
                return _received;
            await ChangeSignal.WaitAsync(arrival, broker.Options.PollInterval, broker.Options.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    public ValueTask<CommitOutcome> CommitAsync(UnitOfWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _committer.CommitAsync(work, queue, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        using (await queue.LockAsync(CancellationToken.None).ConfigureAwait(false))
            await queue.EndAsync(this).ConfigureAwait(false);
        queue.Arrival.Pulse();
        await _committer.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask<bool> TryTakeAsync(int max, long maxBytes, CancellationToken cancellationToken)
    {
        try
        {
            // What comes although the wait was given up stays for the next call.
            using (await queue.LockAsync(cancellationToken).ConfigureAwait(false))
                return await queue.TakeAsync(this, max, maxBytes, _received, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!_disposed && RabbitErrors.IsOne(exception, cancellationToken))
        {
            throw RabbitErrors.Translate(exception, broker.Server.Address);
        }
    }
}
