using Microsoft.Extensions.Logging;

namespace IntelMQ.Azure;

internal static partial class AzureCollectorLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The blob {Name} is left for the next attempt: {Reason}")]
    public static partial void NotTaken(this ILogger log, string name, string reason);
}
