using Microsoft.Extensions.Logging;

namespace IntelMQ.Bots.Outputs;

internal static partial class FileOutputLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "'{Path}' ended with half a line of {Bytes} bytes, left by a write that was broken off; it is cut off, since its event comes again.")]
    public static partial void HalfLine(this ILogger log, string path, long bytes);
}
