using Microsoft.Extensions.Logging;

namespace IntelMQ.S3;

internal static partial class S3Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The object {Key} is left for the next turn: {Reason}")]
    public static partial void NotTaken(this ILogger log, string key, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The object {Key} is stored, but still in the bucket; its removal is tried again in the next turn: {Reason}")]
    public static partial void NotPutAway(this ILogger log, string key, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} events wait for the next attempt to store them: {Reason}")]
    public static partial void NotStored(this ILogger log, int count, string reason);
}
