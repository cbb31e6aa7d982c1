using Microsoft.Extensions.Logging;

namespace IntelMQ.Bots.Collectors;

internal static partial class SyslogCollectorLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} datagrams were dropped, since the pipeline did not take the earlier ones fast enough.")]
    public static partial void Dropped(this ILogger log, long count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} messages that had come, but were not in a queue yet, are lost with the stop of the collector.")]
    public static partial void Lost(this ILogger log, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A connection was closed, since it could not be secured: {Reason}")]
    public static partial void NotSecured(this ILogger log, string reason);
}
