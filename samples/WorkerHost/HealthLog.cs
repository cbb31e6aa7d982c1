using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace WorkerHost;

/// <summary>Logs what the health checks say, every 30 seconds. A host with a web server would map an endpoint instead.</summary>
internal sealed partial class HealthLog(ILogger<HealthLog> log) : IHealthCheckPublisher
{
    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        foreach ((string name, HealthReportEntry entry) in report.Entries)
        {
            string data = string.Join(", ", entry.Data.Select(static pair => $"{pair.Key} {pair.Value}"));
            LogHealth(log, entry.Status == HealthStatus.Healthy ? LogLevel.Information : LogLevel.Warning, name, entry.Status, entry.Description, data);
        }

        return Task.CompletedTask;
    }

    [LoggerMessage(EventId = 1, Message = "{Name} is {Status}: {Description} ({Data})")]
    private static partial void LogHealth(ILogger log, LogLevel level, string name, HealthStatus status, string? description, string data);
}
