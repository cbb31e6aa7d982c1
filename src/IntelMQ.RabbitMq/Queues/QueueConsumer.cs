using System.Collections.Concurrent;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace IntelMQ.RabbitMq.Queues;

/// <summary>What the server pushes over a channel, in its order, until somebody takes it.</summary>
internal sealed class QueueConsumer(IChannel channel, Action changed) : IAsyncBasicConsumer
{
    private readonly ConcurrentQueue<Arrived> _arrived = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _fences = new(StringComparer.Ordinal);
    private long _fence;
    private long _count;

    public IChannel Channel => channel;

    /// <summary>Whether nothing more will come.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Why.</summary>
    public ShutdownEventArgs? Reason { get; private set; }

    /// <summary>How many messages have come in all.</summary>
    public long Count => Interlocked.Read(ref _count);

    public bool TryTake(out Arrived arrived) => _arrived.TryDequeue(out arrived);

    /// <summary>
    /// Waits until all is here that the server has sent so far: it answers to the end of a consumer that there is not, in the same order.
    /// </summary>
    public async ValueTask FenceAsync(TimeSpan limit)
    {
        string name = $"fence-{Interlocked.Increment(ref _fence)}";
        var passed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _fences[name] = passed;
        if (IsBroken)
            passed.TrySetResult();
        await channel.BasicCancelAsync(name).ConfigureAwait(false);
        await passed.Task.WaitAsync(limit).ConfigureAwait(false);
        _fences.TryRemove(name, out _);
    }

    public Task HandleBasicDeliverAsync(
        string consumerTag,
        ulong deliveryTag,
        bool redelivered,
        string exchange,
        string routingKey,
        IReadOnlyBasicProperties properties,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken = default)
    {
        // The bytes are the client's again when this returns; its properties are not.
        _arrived.Enqueue(new Arrived(body.ToArray(), deliveryTag, redelivered, properties));
        Interlocked.Increment(ref _count);
        changed();
        return Task.CompletedTask;
    }

    public Task HandleBasicCancelOkAsync(string consumerTag, CancellationToken cancellationToken = default)
    {
        if (_fences.TryGetValue(consumerTag, out TaskCompletionSource? passed))
            passed.TrySetResult();
        return Task.CompletedTask;
    }

    public Task HandleBasicConsumeOkAsync(string consumerTag, CancellationToken cancellationToken = default) => Task.CompletedTask;

    // The queue was deleted, or its node is gone.
    public Task HandleBasicCancelAsync(string consumerTag, CancellationToken cancellationToken = default) => Break(null);

    public Task HandleChannelShutdownAsync(object channel, ShutdownEventArgs reason) => Break(reason);

    private Task Break(ShutdownEventArgs? reason)
    {
        Reason ??= reason;
        IsBroken = true;
        foreach (TaskCompletionSource fence in _fences.Values)
            fence.TrySetResult();
        changed();
        return Task.CompletedTask;
    }
}

/// <summary>A message as it came.</summary>
internal readonly record struct Arrived(byte[] Payload, ulong DeliveryTag, bool IsRedelivered, IReadOnlyBasicProperties Properties);
