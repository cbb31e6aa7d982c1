using Microsoft.Extensions.Logging;

namespace IntelMQ.Dashboard.Access;

internal static partial class GateLog
{
    [LoggerMessage(EventId = 501, Level = LogLevel.Warning, Message = "{Path} is answered with 403: the dashboard is closed. Set an authorization policy, MapIntelMQ(...).RequireAuthorization(POLICY), or DashboardOptions.Access.")]
    public static partial void Closed(ILogger log, string path);

    [LoggerMessage(EventId = 502, Level = LogLevel.Warning, Message = "The dashboard is open to anyone who reaches it, as {Role}.")]
    public static partial void Open(ILogger log, DashboardRole role);

    [LoggerMessage(EventId = 503, Level = LogLevel.Error, Message = "{Path} failed by a defect.")]
    public static partial void Defect(ILogger log, string path, Exception exception);

    [LoggerMessage(EventId = 504, Level = LogLevel.Information, Message = "{Who}: {Action} {Target}")]
    public static partial void Done(ILogger log, string who, string action, string target);
}
