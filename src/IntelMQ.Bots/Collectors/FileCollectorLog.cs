using Microsoft.Extensions.Logging;

namespace IntelMQ.Bots.Collectors;

internal static partial class FileCollectorLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "'{Path}' is in use or cannot be read, and is left for the next run: {Reason}")]
    public static partial void Skipped(this ILogger log, string path, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "'{Path}' was changed a moment ago and may still be written; it is left for the next run.")]
    public static partial void Young(this ILogger log, string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The system does not watch '{Folder}', which is looked at each {Interval} instead: {Reason}")]
    public static partial void NotWatched(this ILogger log, string folder, TimeSpan interval, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "'{Path}' was replaced by a link while it was opened; it is passed over.")]
    public static partial void Swapped(this ILogger log, string path);

    [LoggerMessage(Level = LogLevel.Error, Message = "'{Path}' is collected but cannot be deleted: {Reason}")]
    public static partial void NotDeleted(this ILogger log, string path, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "'{Path}' was changed while it was collected; it is not deleted.")]
    public static partial void Changed(this ILogger log, string path);
}
