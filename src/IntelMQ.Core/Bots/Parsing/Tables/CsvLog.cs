using Microsoft.Extensions.Logging;

namespace IntelMQ.Bots;

internal static partial class CsvLog
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "The report lacks these columns, whose fields stay unset: {Columns}.")]
    public static partial void ColumnsAreAbsent(ILogger log, string columns);
}
