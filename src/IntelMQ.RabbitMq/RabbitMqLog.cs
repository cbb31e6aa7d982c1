using Microsoft.Extensions.Logging;

namespace IntelMQ.RabbitMq;

internal static partial class RabbitMqLog
{
    [LoggerMessage(1, LogLevel.Warning, "The server publishes nothing for now: {Reason}. What is sent waits.")]
    public static partial void Blocked(ILogger log, string reason);

    [LoggerMessage(2, LogLevel.Information, "The server publishes again.")]
    public static partial void Unblocked(ILogger log);

    [LoggerMessage(3, LogLevel.Information, "{Queue}: {Count} messages came again that are settled or in work, and were dropped.")]
    public static partial void RepeatsDropped(ILogger log, string queue, long count);

    [LoggerMessage(4, LogLevel.Warning, "{Queue}: the server takes no more messages for now, as a policy says; they are sent again.")]
    public static partial void RefusedByPolicy(ILogger log, string queue);

    [LoggerMessage(5, LogLevel.Error, "{Queue}: a message of {Bytes} bytes is larger than the server takes ({Limit}); it is kept as failure.")]
    public static partial void TooLarge(ILogger log, string queue, long bytes, long limit);

    [LoggerMessage(6, LogLevel.Warning, "{Queue}: the queue was gone and is declared anew.")]
    public static partial void DeclaredAnew(ILogger log, string queue);
}
