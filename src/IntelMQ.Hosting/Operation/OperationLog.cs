using Microsoft.Extensions.Logging;

namespace IntelMQ.Hosting.Operation;

internal static partial class OperationLog
{
    [LoggerMessage(1, LogLevel.Information, "The configuration was read again: {Changes}")]
    public static partial void Reloaded(ILogger log, string changes);

    [LoggerMessage(2, LogLevel.Information, "The configuration was read again; nothing in it is different.")]
    public static partial void NothingChanged(ILogger log);

    [LoggerMessage(3, LogLevel.Error, "The changed configuration is not used, the one before goes on: {Complaint}")]
    public static partial void NotReloaded(ILogger log, string complaint);

    [LoggerMessage(4, LogLevel.Warning, "systemd cannot be told: {Reason}")]
    public static partial void NotNotified(ILogger log, string reason);

    [LoggerMessage(5, LogLevel.Information, "Metrics and health are at {Address}")]
    public static partial void Offers(ILogger log, string address);

    [LoggerMessage(6, LogLevel.Warning, "Alert {Key}: {Text}")]
    public static partial void Raised(ILogger log, string key, string text);

    [LoggerMessage(7, LogLevel.Information, "Alert {Key} is over: {Text}")]
    public static partial void Cleared(ILogger log, string key, string text);

    [LoggerMessage(8, LogLevel.Error, "Alerts could not be sent to {Receiver}, and are sent again later: {Reason}")]
    public static partial void NotSent(ILogger log, string receiver, string reason);

    [LoggerMessage(9, LogLevel.Error, "The state of the alerts cannot be kept: {Reason}")]
    public static partial void NotKept(ILogger log, string reason);

    [LoggerMessage(10, LogLevel.Error, "The rules of alerts are not used: {Complaint}")]
    public static partial void BadRules(ILogger log, string complaint);
}
