using IntelMQ.Pipelines;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace WorkerHost;

// #region worker
/// <summary>Runs the pipeline until it is done or the host stops, which a stop signal makes it do.</summary>
internal sealed partial class PipelineWorker(Pipeline pipeline, IHostApplicationLifetime lifetime, ILogger<PipelineWorker> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            PipelineResult result = await pipeline.RunAsync(stoppingToken);
            LogEnded(log, result.Counters.Stored, result.Counters.Failed, result.Unsettled);
            if (!result.IsComplete && !result.WasStopped)
                Environment.ExitCode = 1;
        }
        catch (PipelineConfigurationException exception)
        {
            LogRefused(log, exception.Message);
            Environment.ExitCode = 1;
        }

        lifetime.StopApplication();
    }

    [LoggerMessage(1, LogLevel.Information, "{Stored} events stored, {Failed} failures kept, {Unsettled} reports left for the next run.")]
    private static partial void LogEnded(ILogger log, long stored, long failed, int unsettled);

    [LoggerMessage(2, LogLevel.Critical, "{Complaints}")]
    private static partial void LogRefused(ILogger log, string complaints);
}
// #endregion
