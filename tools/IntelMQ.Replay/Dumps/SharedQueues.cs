using IntelMQ.Failures;
using IntelMQ.Pipelines;
using IntelMQ.State;

namespace IntelMQ.Replay.Dumps;

/// <summary>Queues in memory that stand for those of a server: others fill them and empty them, so they outlast the run and are never complete.</summary>
internal sealed class SharedQueues : IBroker
{
    private readonly MemoryStateStore _state = new();
    private readonly MemoryFailureStore _failures = new();
    private readonly MemoryBroker _inner;

    public SharedQueues() => _inner = new MemoryBroker(_failures, _state);

    public BrokerTraits Traits => _inner.Traits | BrokerTraits.Shared | BrokerTraits.Durable;

    public IStateStore State => _inner.State;

    public IFailureStore Failures => _inner.Failures;

    public ValueTask DeclareAsync(QueueDeclaration queue, CancellationToken cancellationToken) => _inner.DeclareAsync(queue, cancellationToken);

    public ValueTask<IQueueReader> OpenReaderAsync(QueueName queue, int instance, int instances, CancellationToken cancellationToken) => _inner.OpenReaderAsync(queue, instance, instances, cancellationToken);

    public ValueTask<IQueueWriter> OpenWriterAsync(CancellationToken cancellationToken) => _inner.OpenWriterAsync(cancellationToken);

    public ValueTask CompleteAsync(QueueName queue, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<QueueStatus> GetStatusAsync(QueueName queue, CancellationToken cancellationToken) => _inner.GetStatusAsync(queue, cancellationToken);

    public ValueTask<IReadOnlyList<QueueName>> ListQueuesAsync(CancellationToken cancellationToken) => _inner.ListQueuesAsync(cancellationToken);

    public ValueTask<IReadOnlyList<Delivery>> PeekAsync(QueueName queue, int max, CancellationToken cancellationToken) => _inner.PeekAsync(queue, max, cancellationToken);

    public ValueTask<long> ClearAsync(QueueName queue, CancellationToken cancellationToken) => _inner.ClearAsync(queue, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _inner.DisposeAsync();
        await _state.DisposeAsync();
        await _failures.DisposeAsync();
    }
}
