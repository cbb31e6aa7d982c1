using Microsoft.Extensions.Logging;

namespace IntelMQ.Bots.Collectors;

internal static partial class HttpCollectorLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "The feed has not changed since it was stored, and still has the version {Version}; nothing is collected.")]
    public static partial void Unchanged(this ILogger log, string? version);
}
