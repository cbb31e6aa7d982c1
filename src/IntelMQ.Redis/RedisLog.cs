using Microsoft.Extensions.Logging;

namespace IntelMQ.Redis;

internal static partial class RedisLog
{
    [LoggerMessage(1, LogLevel.Information, "The server does not tell of changes ({Reason}); queues are looked at every {Interval}.")]
    public static partial void NoWakeUp(ILogger log, string reason, TimeSpan interval);

    [LoggerMessage(2, LogLevel.Warning, "Statistics cannot be written: {Reason}")]
    public static partial void NoStatistics(ILogger log, string reason);
}
