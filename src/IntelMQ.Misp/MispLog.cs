using Microsoft.Extensions.Logging;

namespace IntelMQ.Misp;

internal static partial class MispLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The journal {Path} does not say which event it belongs to and is left alone")]
    public static partial void JournalLeftOut(this ILogger log, string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The manifest in {Folder} is broken and is made again from the events that are there")]
    public static partial void ManifestMadeAgain(this ILogger log, string folder);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An event has none of the significant fields and is passed over")]
    public static partial void NotSignificant(this ILogger log);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} events wait for the next attempt to show them in the feed: {Reason}")]
    public static partial void NotShown(this ILogger log, int count, string reason);
}
