using IntelMQ.Pipelines;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WorkerHost;

// #region check
/// <summary>
/// Says that something is wrong when the broker does not answer, or when, since it was last asked, more messages failed than were stored.
/// </summary>
internal sealed class PipelineHealthCheck(Pipeline pipeline) : IHealthCheck
{
    private long _stored;
    private long _failed;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        PipelineCounters counters = pipeline.Counters;
        long stored = counters.Stored - Interlocked.Exchange(ref _stored, counters.Stored);
        long failed = counters.Failed - Interlocked.Exchange(ref _failed, counters.Failed);
        var data = new Dictionary<string, object>
        {
            ["stored"] = stored,
            ["failed"] = failed,
            ["queued"] = counters.QueueDepths.Values.Sum(),
        };
        if (pipeline.BrokerErrors.Values.FirstOrDefault() is { } error)
            return Task.FromResult(HealthCheckResult.Unhealthy(error.Reason, data: data));
        return Task.FromResult(failed > stored
            ? HealthCheckResult.Degraded("More messages failed than were stored.", data: data)
            : HealthCheckResult.Healthy("The pipeline works.", data));
    }
}
// #endregion
