using Microsoft.Extensions.Logging;

namespace IntelMQ.Bots.Collectors;

internal static partial class HttpCollectorLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "{Url} has not changed since it was stored; nothing is collected.")]
    public static partial void Unchanged(this ILogger log, string url);
}
