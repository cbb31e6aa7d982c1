using Microsoft.Extensions.Logging;

namespace IntelMQ.Mail.Outputs;

internal static partial class MailOutputLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The mail went to its other recipients, but not to {Address}: the server answers {Reason}")]
    public static partial void RecipientRefused(this ILogger log, string address, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The attachment {Number} is left out: it needs content-type, text and name.")]
    public static partial void AttachmentIncomplete(this ILogger log, int number);

    [LoggerMessage(Level = LogLevel.Warning, Message = "fieldnames has '{Name}', which is no field: its column stays empty.")]
    public static partial void ColumnEmpty(this ILogger log, string name);

    [LoggerMessage(Level = LogLevel.Information, Message = "Sent {Mails} mails with {Events} events; {Failed} contacts wait for the next time.")]
    public static partial void BatchSent(this ILogger log, int mails, int events, int failed);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The mail for {Contact} was not sent, and its events wait: {Reason}")]
    public static partial void ContactFailed(this ILogger log, string contact, string reason);
}
