using Microsoft.Extensions.Logging;

namespace IntelMQ.Bots.Collectors;

/// <summary>What several collectors log.</summary>
internal static partial class CollectorLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "{Item} cannot be downloaded now, and the others go on: {Reason}")]
    public static partial void NotDownloaded(this ILogger log, string item, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An entry of the list is passed over, since it does not say what it is: {Entry}")]
    public static partial void NotListed(this ILogger log, string entry);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Item} is stored, but not put away: {Reason}")]
    public static partial void NotPutAway(this ILogger log, string item, string reason);
}
