using IntelMQ.Messages;
using IntelMQ.Pipelines;
using IntelMQ.Schemas;
using IntelMQ.State;

namespace Acme.IntelMQ.Queues;

internal sealed class FolderQueueReader(FolderBroker broker, FolderQueue queue, Schema schema) : IQueueReader
{
    private readonly MessageReader _messages = new(schema);
    private readonly CommitProgress _progress = new();
    private readonly HashSet<long> _held = [];
    private bool _disposed;

    public async ValueTask<IReadOnlyList<Delivery>> ReceiveAsync(int max, long maxBytes, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(max);
        while (true)
        {
            Task change = broker.Changed.Next;
            List<Delivery>? received = await broker.WithGateAsync(() => Take(max, maxBytes), cancellationToken).ConfigureAwait(false);
            if (received is not null)
                return received;
            await change.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask<CommitOutcome> CommitAsync(UnitOfWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        ObjectDisposedException.ThrowIf(_disposed, this);
        CommitOutcome outcome = await broker.CommitAsync(work, queue, _progress, cancellationToken).ConfigureAwait(false);
        if (outcome.IsStored)
            _held.ExceptWith(work.Settled.Select(static delivery => delivery.Tag));
        return outcome;
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        try
        {
            await broker.WithGateAsync(
                () =>
                {
                    queue.GiveBack(_held);
                    broker.Changed.Pulse();
                    return true;
                },
                CancellationToken.None).ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // The broker has ended; what was received comes again when it is opened.
        }
    }

    private List<Delivery>? Take(int max, long maxBytes)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        List<Delivery> taken = queue.Take(max, maxBytes, _messages);
        _held.UnionWith(taken.Select(static delivery => delivery.Tag));
        return taken.Count > 0 || queue.IsDrained ? taken : null;
    }
}
