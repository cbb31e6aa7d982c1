using IntelMQ.Pipelines;
using IntelMQ.RabbitMq.Server;
using IntelMQ.State;
using Microsoft.Extensions.Logging;

namespace IntelMQ.RabbitMq.Queues;

internal sealed class RabbitQueueReader(RabbitMqBroker broker, RabbitQueue queue) : IQueueReader
{
    private readonly List<Delivery> _received = [];
    private readonly Committer _committer = new(broker);
    private readonly ILogger _log = broker.Options.Logs.CreateLogger("IntelMQ.RabbitMq");
    private readonly Task _never = new TaskCompletionSource().Task;
    private bool _isTroubled;
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
            // An error is met at once by who tries at once.
            await Signal.WaitAsync(_isTroubled ? _never : arrival, broker.Options.PollInterval, broker.Options.Time, cancellationToken).ConfigureAwait(false);
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

    // A server that is away is waited for, and told of once.
    private async ValueTask<bool> TryTakeAsync(int max, long maxBytes, CancellationToken cancellationToken)
    {
        try
        {
            using (await queue.LockAsync(cancellationToken).ConfigureAwait(false))
            {
                // What comes although the wait was given up stays for the next call.
                bool isAnswered = await queue.TakeAsync(this, max, maxBytes, _received, cancellationToken).ConfigureAwait(false);
                if (_isTroubled)
                    RabbitMqLog.ReachedAgain(_log, queue.Name.Value);
                _isTroubled = false;
                return isAnswered;
            }
        }
        catch (Exception exception) when (!_disposed && RabbitErrors.IsOne(exception, cancellationToken))
        {
            if (!_isTroubled)
                RabbitMqLog.CannotReceive(_log, queue.Name.Value, RabbitErrors.Translate(exception, broker.Server.Address).Message);
            _isTroubled = true;
            return false;
        }
    }
}
