using IntelMQ.Pipelines;
using IntelMQ.RabbitMq.Queues;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace IntelMQ.RabbitMq.Server;

/// <summary>Declares, counts and empties queues, over a channel of its own. An answer that nobody waits for would end it, so all are.</summary>
internal sealed class QueueCounter(RabbitServer server, RabbitMqBrokerOptions options) : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly ILogger _log = options.Logs.CreateLogger("IntelMQ.RabbitMq");
    private IChannel? _channel;

    /// <summary>Declares a queue as IntelMQ does, or as a quorum queue; where an exchange is named, only looks whether it is there.</summary>
    public async ValueTask DeclareAsync(QueueName queue, CancellationToken cancellationToken)
        => await UseAsync(channel => DeclareAsync(channel, queue), cancellationToken).ConfigureAwait(false);

    /// <summary>How many messages wait on the server; those that a consumer has are left out.</summary>
    public ValueTask<long> CountAsync(QueueName queue, CancellationToken cancellationToken)
        => UseAsync<long>(async channel => (await channel.QueueDeclarePassiveAsync(queue.Value).ConfigureAwait(false)).MessageCount, cancellationToken, () => DeclareAnewAsync(queue, cancellationToken));

    /// <summary>Removes those that wait on the server.</summary>
    public ValueTask<long> PurgeAsync(QueueName queue, CancellationToken cancellationToken)
        => UseAsync<long>(async channel => await channel.QueuePurgeAsync(queue.Value).ConfigureAwait(false), cancellationToken);

    /// <summary>Looks at the oldest that wait on the server; they are marked as redelivered by it.</summary>
    public async ValueTask<List<byte[]>> PeekAsync(QueueName queue, int max, CancellationToken cancellationToken)
    {
        IChannel channel = await server.OpenChannelAsync(withConfirms: false, CancellationToken.None).ConfigureAwait(false);
        await using (channel.ConfigureAwait(false))
        {
            try
            {
                var found = new List<byte[]>();
                var tags = new List<ulong>();
                while (found.Count < max && await channel.BasicGetAsync(queue.Value, false, CancellationToken.None).ConfigureAwait(false) is { } got)
                {
                    found.Add(got.Body.ToArray());
                    tags.Add(got.DeliveryTag);
                }

                await QueueSource.ReturnAsync(channel, queue, tags).ConfigureAwait(false);
                return found;
            }
            catch (Exception exception) when (RabbitErrors.IsOne(exception, cancellationToken))
            {
                throw RabbitErrors.Translate(exception, server.Address);
            }
        }
    }

    /// <summary>Declares a queue again that somebody has deleted, or that a server without its data has lost.</summary>
    public async ValueTask DeclareAnewAsync(QueueName queue, CancellationToken cancellationToken)
    {
        if (options.Exchange.Length > 0)
            throw new RabbitMqException($"RabbitMQ at {server.Address} has no queue for {queue} behind the exchange {options.Exchange}: bind one.", isFinal: false, null);
        await DeclareAsync(queue, cancellationToken).ConfigureAwait(false);
        RabbitMqLog.DeclaredAnew(_log, queue.Value);
    }

    public async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        if (_channel is { } channel)
            await EndAsync(channel).ConfigureAwait(false);
        _channel = null;
        _gate.Release();
    }

    private async Task<uint> DeclareAsync(IChannel channel, QueueName queue)
    {
        if (options.Exchange.Length > 0)
            return (await channel.QueueDeclarePassiveAsync(queue.Value).ConfigureAwait(false)).MessageCount;
        var arguments = new Dictionary<string, object?>();
        if (options.QueueType == RabbitMqQueueType.Classic)
        {
            arguments.Add("x-queue-mode", "lazy");
        }
        else
        {
            arguments.Add("x-queue-type", "quorum");
            // From that version on a message that comes back 20 times is thrown away otherwise.
            if (server.Version >= 4)
                arguments.Add("x-delivery-limit", -1);
        }

        return (await channel.QueueDeclareAsync(queue.Value, durable: true, exclusive: false, autoDelete: false, arguments).ConfigureAwait(false)).MessageCount;
    }

    private async ValueTask<T> UseAsync<T>(Func<IChannel, Task<T>> use, CancellationToken cancellationToken, Func<ValueTask>? whenMissing = null)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_channel is not { IsOpen: true })
                _channel = await server.OpenChannelAsync(withConfirms: false, CancellationToken.None).ConfigureAwait(false);
            return await use(_channel).ConfigureAwait(false);
        }
        catch (OperationInterruptedException exception) when (exception.ShutdownReason?.ReplyCode == 404 && whenMissing is not null)
        {
            _channel = null;
        }
        catch (Exception exception) when (RabbitErrors.IsOne(exception, cancellationToken))
        {
            throw RabbitErrors.Translate(exception, server.Address);
        }
        finally
        {
            _gate.Release();
        }

        await whenMissing().ConfigureAwait(false);
        return await UseAsync(use, cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask EndAsync(IChannel channel)
    {
        try
        {
            await channel.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (RabbitErrors.IsOne(exception, default))
        {
            // It is gone in any case.
        }
    }
}
