using Microsoft.Extensions.Logging;

namespace IntelMQ.RabbitMq.Amqp;

internal static partial class AmqpLog
{
    [LoggerMessage(1, LogLevel.Warning, "{Reason} Trying again in {Pause}.")]
    public static partial void Connecting(ILogger log, string reason, TimeSpan pause);

    [LoggerMessage(2, LogLevel.Warning, "The queue {Queue} is not received from any more: {Reason}")]
    public static partial void Interrupted(ILogger log, string queue, string reason);

    [LoggerMessage(3, LogLevel.Information, "The queue {Queue} is received from.")]
    public static partial void Receiving(ILogger log, string queue);

    [LoggerMessage(4, LogLevel.Warning, "A message of the queue {Queue} has no raw; it is passed over.")]
    public static partial void NoRaw(ILogger log, string queue);
}
