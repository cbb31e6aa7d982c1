using IntelMQ.RabbitMq.Server;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace IntelMQ.RabbitMq.Amqp;

/// <summary>What bots do to come by a channel.</summary>
internal static class AmqpConnecting
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Opens a channel, and tries again as often as is set.</summary>
    /// <exception cref="IOException">It cannot be opened; the message says why.</exception>
    public static async ValueTask<IChannel> OpenAsync(RabbitServer server, int attempts, TimeProvider time, ILogger log, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await server.OpenChannelAsync(withConfirms: false, cancellationToken).ConfigureAwait(false);
            }
            catch (IOException exception) when (attempt < attempts && exception is not RabbitMqException { IsFinal: true })
            {
                AmqpLog.Connecting(log, exception.Message, Pause);
                await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Declares an exchange.</summary>
    /// <exception cref="IOException">The server has it with other settings, or does not allow it.</exception>
    public static async ValueTask DeclareAsync(IChannel channel, RabbitServer server, string exchange, string type, bool isDurable, CancellationToken cancellationToken)
    {
        try
        {
            await channel.ExchangeDeclareAsync(exchange, type, isDurable, autoDelete: false, cancellationToken: CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (RabbitErrors.IsOne(exception, cancellationToken))
        {
            throw RabbitErrors.Translate(exception, server.Address);
        }
    }
}
