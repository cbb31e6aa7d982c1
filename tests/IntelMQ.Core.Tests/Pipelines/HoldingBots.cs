using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.Pipelines;
using IntelMQ.State;

namespace IntelMQ.Core.Tests.Pipelines;

/// <summary>Holds an event for each text in <c>extra.line</c> for an hour, and counts those that follow.</summary>
internal sealed class HourExpert(BotServices services) : HoldingExpert(services, 1000)
{
    /// <summary>Told how many events were processed.</summary>
    public Action<int>? OnProcessed { get; init; }

    public int Processed { get; private set; }

    public override Verdict Process(Event message)
    {
        string line = message["extra.line"].ToString();
        if (line == "passes")
            return Verdict.Keep;
        if (line == "breaks")
            throw new InvalidOperationException("Broken.");
        Held.Hold(line, Held.TryGet(line, out HeldEvent? held) ? held with { Count = held.Count + 1 } : new HeldEvent(message, Services.Time.GetUtcNow().AddHours(1)));
        OnProcessed?.Invoke(++Processed);
        return Verdict.Drop;
    }

    public override Event? Release(HeldEvent held)
    {
        if (held.Event["extra.line"].ToString() == "ends")
            return null;
        Event message = held.Event.Clone();
        message.Set("extra.count", held.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)).ThrowIfRefused();
        return message;
    }
}

/// <summary>A broker that says that it is durable, and one whose commits fail where asked.</summary>
internal sealed class OddBroker(MemoryBroker inner) : IBroker
{
    public BrokerTraits Extra { get; init; }

    /// <summary>Called before a commit of a queue, with what it would commit.</summary>
    public Action<QueueName, UnitOfWork>? OnCommit { get; init; }

    public BrokerTraits Traits => inner.Traits | Extra;

    public ValueTask DeclareAsync(QueueDeclaration queue, CancellationToken cancellationToken) => inner.DeclareAsync(queue, cancellationToken);

    public async ValueTask<IQueueReader> OpenReaderAsync(QueueName queue, int instance, int instances, CancellationToken cancellationToken)
        => new Reader(await inner.OpenReaderAsync(queue, instance, instances, cancellationToken), work => OnCommit?.Invoke(queue, work));

    public ValueTask<IQueueWriter> OpenWriterAsync(CancellationToken cancellationToken) => inner.OpenWriterAsync(cancellationToken);

    public ValueTask CompleteAsync(QueueName queue, CancellationToken cancellationToken) => inner.CompleteAsync(queue, cancellationToken);

    public IStateStore State => inner.State;

    public IFailureStore Failures => inner.Failures;

    public ValueTask<QueueStatus> GetStatusAsync(QueueName queue, CancellationToken cancellationToken) => inner.GetStatusAsync(queue, cancellationToken);

    public ValueTask<IReadOnlyList<QueueName>> ListQueuesAsync(CancellationToken cancellationToken) => inner.ListQueuesAsync(cancellationToken);

    public ValueTask<IReadOnlyList<Delivery>> PeekAsync(QueueName queue, int max, CancellationToken cancellationToken) => inner.PeekAsync(queue, max, cancellationToken);

    public ValueTask<long> ClearAsync(QueueName queue, CancellationToken cancellationToken) => inner.ClearAsync(queue, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private sealed class Reader(IQueueReader inner, Action<UnitOfWork> onCommit) : IQueueReader
    {
        public ValueTask<IReadOnlyList<Delivery>> ReceiveAsync(int max, long maxBytes, CancellationToken cancellationToken) => inner.ReceiveAsync(max, maxBytes, cancellationToken);

        public ValueTask<CommitOutcome> CommitAsync(UnitOfWork work, CancellationToken cancellationToken)
        {
            onCommit(work);
            return inner.CommitAsync(work, cancellationToken);
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
