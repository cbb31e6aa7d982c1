using Microsoft.Extensions.Logging;

namespace IntelMQ.Redis;

internal static partial class RedisLog
{
    [LoggerMessage(1, LogLevel.Error, "{Queue}: {Reason} Waiting until it works.")]
    public static partial void CannotReceive(ILogger log, string queue, string reason);

    [LoggerMessage(2, LogLevel.Information, "{Queue}: the server answers again.")]
    public static partial void ReachedAgain(ILogger log, string queue);

    [LoggerMessage(3, LogLevel.Information, "The server does not tell of changes ({Reason}); queues are looked at every {Interval}.")]
    public static partial void NoWakeUp(ILogger log, string reason, TimeSpan interval);
}
