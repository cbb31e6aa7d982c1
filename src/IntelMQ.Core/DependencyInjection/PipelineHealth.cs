using IntelMQ.Pipelines;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Unhealthy where a pipeline could not start, ended with something left, or its broker does not answer; degraded where, since it was last asked,
/// more messages failed than were stored.
/// </summary>
internal sealed class PipelineHealth(HostedPipeline hosted) : IHealthCheck
{
    private readonly Lock _gate = new();
    private long _stored;
    private long _failed;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        => Task.FromResult(Check(context.Registration.FailureStatus));

    private HealthCheckResult Check(HealthStatus failure)
    {
        if (hosted.Pipeline is not { } pipeline)
            return hosted.Trouble is { } refused ? new HealthCheckResult(failure, refused) : HealthCheckResult.Degraded("The pipeline has not started yet.");
        PipelineCounters counters = pipeline.Counters;
        long stored;
        long failed;
        lock (_gate)
        {
            (stored, failed) = (counters.Stored - _stored, counters.Failed - _failed);
            (_stored, _failed) = (counters.Stored, counters.Failed);
        }

        var data = new Dictionary<string, object>
        {
            ["stored"] = stored,
            ["failed"] = failed,
            ["queued"] = counters.QueueDepths.Values.Sum(),
        };
        if (hosted.Trouble is { } trouble)
            return new HealthCheckResult(failure, trouble, data: data);
        if (pipeline.BrokerErrors.Values.FirstOrDefault() is { } error)
            return new HealthCheckResult(failure, error.Reason, data: data);
        return failed > stored
            ? HealthCheckResult.Degraded("More messages failed than were stored.", data: data)
            : HealthCheckResult.Healthy("The pipeline works.", data);
    }
}
