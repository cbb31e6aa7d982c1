using IntelMQ.Bots;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Pipelines;

/// <summary>What the parts of one run share.</summary>
/// <param name="Graph">The pipeline.</param>
/// <param name="Broker">The queues.</param>
/// <param name="Log">The pipeline's log.</param>
/// <param name="Stopping">Nothing new is to be begun.</param>
/// <param name="Aborting">Nothing is to be waited for any more.</param>
internal sealed record RunContext(PipelineGraph Graph, IBroker Broker, ILogger Log, CancellationToken Stopping, CancellationToken Aborting)
{
    public PipelineOptions Options => Graph.Options;

    public TimeProvider Time => Graph.Options.Services.Time;

    public bool IsDurable => (Broker.Traits & BrokerTraits.Durable) != 0;

    /// <summary>Tries work again that an error of a service stopped.</summary>
    /// <exception cref="OperationCanceledException">The run is being aborted.</exception>
    public async ValueTask RetryAsync(string bot, BotMeter? meter, RetryPolicy policy, Func<ValueTask> work)
    {
        for (int retry = 1; ; retry++)
        {
            try
            {
                await work().ConfigureAwait(false);
                return;
            }
            catch (Exception exception) when (retry <= policy.MaxRetries && !Aborting.IsCancellationRequested && RetryPolicy.IsTransient(exception))
            {
                await PauseAsync(bot, meter, policy, retry, exception).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Waits before a retry.</summary>
    public Task PauseAsync(string bot, BotMeter? meter, RetryPolicy policy, int retry, Exception exception)
    {
        TimeSpan pause = policy.PauseBefore(retry);
        meter?.AddRetry();
        PipelineLog.Retrying(Log, bot, pause, retry, policy.MaxRetries, exception);
        return Task.Delay(pause, Time, Aborting);
    }
}
