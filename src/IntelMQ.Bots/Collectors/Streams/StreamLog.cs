using Microsoft.Extensions.Logging;

namespace IntelMQ.Bots.Collectors;

internal static partial class StreamLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "{Stream} was interrupted: {Reason} It is opened again in {Pause}.")]
    public static partial void Interrupted(this ILogger log, string stream, string reason, TimeSpan? pause);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Stream} is there again. What it sent between {Since:u} and {Until:u} was missed.")]
    public static partial void Missed(this ILogger log, string stream, DateTimeOffset since, DateTimeOffset until);
}
