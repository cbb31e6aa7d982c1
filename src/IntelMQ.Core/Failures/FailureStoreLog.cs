using Microsoft.Extensions.Logging;

namespace IntelMQ.Failures;

internal static partial class FailureStoreLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} failures were deleted with '{Path}' to keep the store within its bounds of size and age.")]
    public static partial void Dropped(this ILogger log, long count, string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} failures of bot '{Bot}', which has the most, were deleted from '{Path}' to keep the store within its bounds of size.")]
    public static partial void Thinned(this ILogger log, long count, string bot, string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "'{Path}' is no file of the failure store; it is passed over.")]
    public static partial void Foreign(this ILogger log, string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The last entry of '{Path}' was not written to its end; it was put aside as '{Aside}'.")]
    public static partial void Torn(this ILogger log, string path, string aside);

    [LoggerMessage(Level = LogLevel.Error, Message = "An entry of '{Path}' that ends at byte {Position} {Fault}; it is passed over.")]
    public static partial void Damaged(this ILogger log, string path, long position, string fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "A failure of {Bytes} bytes is too large to be kept whole; its raw data was cut.")]
    public static partial void Cut(this ILogger log, long bytes);

    [LoggerMessage(Level = LogLevel.Warning, Message = "'{Path}' is done with but cannot be deleted: {Reason}")]
    public static partial void NotDeleted(this ILogger log, string path, string reason);
}
