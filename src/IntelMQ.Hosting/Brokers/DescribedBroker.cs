using IntelMQ.Failures;
using IntelMQ.Pipelines;
using IntelMQ.State;

namespace IntelMQ.Hosting.Brokers;

/// <summary>Stands for a broker that is not asked yet: a check only wants to know what it promises.</summary>
internal sealed class DescribedBroker(BrokerTraits traits) : IBroker
{
    public BrokerTraits Traits => traits;

    public IStateStore State => throw NotAsked();

    public IFailureStore Failures => throw NotAsked();

    public ValueTask DeclareAsync(QueueDeclaration queue, CancellationToken cancellationToken) => throw NotAsked();

    public ValueTask<IQueueReader> OpenReaderAsync(QueueName queue, int instance, int instances, CancellationToken cancellationToken) => throw NotAsked();

    public ValueTask<IQueueWriter> OpenWriterAsync(CancellationToken cancellationToken) => throw NotAsked();

    public ValueTask CompleteAsync(QueueName queue, CancellationToken cancellationToken) => throw NotAsked();

    public ValueTask<QueueStatus> GetStatusAsync(QueueName queue, CancellationToken cancellationToken) => throw NotAsked();

    public ValueTask<IReadOnlyList<QueueName>> ListQueuesAsync(CancellationToken cancellationToken) => throw NotAsked();

    public ValueTask<IReadOnlyList<Delivery>> PeekAsync(QueueName queue, int max, CancellationToken cancellationToken) => throw NotAsked();

    public ValueTask<long> ClearAsync(QueueName queue, CancellationToken cancellationToken) => throw NotAsked();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static InvalidOperationException NotAsked() => new("A check does not use the queues.");
}
