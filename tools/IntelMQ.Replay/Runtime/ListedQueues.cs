using IntelMQ.Failures;
using IntelMQ.Pipelines;
using IntelMQ.State;

namespace IntelMQ.Replay.Runtime;

/// <summary>Queues that hold as many messages as a case says, in the database and at the port where it says they are.</summary>
internal sealed class ListedQueues : IBroker
{
    private const string Internal = "-internal";

    private readonly Dictionary<string, long> _lengths;

    public ListedQueues(IReadOnlyDictionary<string, long> lengths) => _lengths = new Dictionary<string, long>(lengths.Where(static list => list.Value > 0), StringComparer.Ordinal);

    public BrokerTraits Traits => BrokerTraits.Durable | BrokerTraits.AtomicCommit | BrokerTraits.Checkpoints | BrokerTraits.Shared;

    public IStateStore State { get; } = new MemoryStateStore();

    public IFailureStore Failures { get; } = new MemoryFailureStore();

    public ValueTask DeclareAsync(QueueDeclaration queue, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<IQueueReader> OpenReaderAsync(QueueName queue, int instance, int instances, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<IQueueWriter> OpenWriterAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask CompleteAsync(QueueName queue, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<QueueStatus> GetStatusAsync(QueueName queue, CancellationToken cancellationToken)
        => new(new QueueStatus(_lengths.GetValueOrDefault(queue.Value), _lengths.GetValueOrDefault(queue.Value + Internal), null));

    public ValueTask<IReadOnlyList<QueueName>> ListQueuesAsync(CancellationToken cancellationToken)
        => new([.. _lengths.Keys.Where(static name => !name.EndsWith(Internal, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(static name => new QueueName(name))]);

    public ValueTask<IReadOnlyList<Delivery>> PeekAsync(QueueName queue, int max, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<long> ClearAsync(QueueName queue, CancellationToken cancellationToken) => new(_lengths.Remove(queue.Value, out long removed) ? removed : 0);

    public async ValueTask DisposeAsync()
    {
        await State.DisposeAsync();
        await Failures.DisposeAsync();
    }
}
