using Microsoft.Extensions.Logging;

namespace IntelMQ.Mail.Collectors;

internal static partial class MailCollectorLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "The mail {Uid} of {Folder} is stored already, and is marked as read now.")]
    public static partial void MarkedLate(this ILogger log, uint uid, string folder);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The mail {Uid} of {Folder} stays unread and is tried again: {Reason}")]
    public static partial void TriedLater(this ILogger log, uint uid, string folder, string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The mail {Uid} of {Folder} gives nothing, and stays unread.")]
    public static partial void GaveNothing(this ILogger log, uint uid, string folder);
}
