using IntelMQ.Bots;
using IntelMQ.State;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Pipelines;

/// <summary>What the parts of one run share.</summary>
/// <param name="Graph">The pipeline.</param>
/// <param name="Broker">The queues.</param>
/// <param name="Progress">How far reports are done, where somebody remembers it.</param>
/// <param name="Log">The pipeline's log.</param>
/// <param name="Stopping">Nothing new is to be begun.</param>
/// <param name="Aborting">Nothing is to be waited for any more.</param>
internal sealed record RunContext(PipelineGraph Graph, IBroker Broker, ReportProgress? Progress, ILogger Log, CancellationToken Stopping, CancellationToken Aborting)
{
    private static readonly RetryPolicy Patience = new() { MaxRetries = int.MaxValue };

    // Asking costs little, and messages may wait.
    private static readonly RetryPolicy Impatience = Patience with { Delay = TimeSpan.FromMilliseconds(250), MaxDelay = TimeSpan.FromSeconds(5) };

    public PipelineOptions Options => Graph.Options;

    public TimeProvider Time => Graph.Options.Services.Time;

    /// <summary>Which bots the broker does not answer just now.</summary>
    public BrokerTroubles Troubles { get; init; } = new();

    /// <summary>Which reports are in queues that outlive the process, while their sources may still be there.</summary>
    public CollectedNotes? Collected { get; init; }

    /// <summary>Of the messages that may end the process, one is worked on at a time.</summary>
    public SemaphoreSlim Suspects { get; init; } = new(1, 1);

    /// <summary>Stops a bot as an operator would, without waiting for it: it cannot come to rest while it waits itself.</summary>
    public Action<string> StopBot { get; init; } = static _ => { };

    /// <summary>The stage that uses this is to give back its input, since the pipeline takes another shape.</summary>
    public CancellationToken Pausing { get; init; }

    /// <summary>Nothing more is to be received. Queues that do not outlive the process are worked off before a stop.</summary>
    public CancellationToken Receiving { get; init; } = (Broker.Traits & BrokerTraits.Durable) != 0 ? Stopping : Aborting;

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

    /// <summary>
    /// Stores work. A broker that does not answer is asked again until it does, or the run is aborted: no bot's setting says when what was
    /// done may be lost.
    /// </summary>
    /// <exception cref="OperationCanceledException">The run is being aborted.</exception>
    public async ValueTask<CommitOutcome> StoreAsync(string bot, BotMeter? meter, Func<ValueTask<CommitOutcome>> commit)
    {
        for (int retry = 1; ; retry++)
        {
            try
            {
                CommitOutcome outcome = await commit().ConfigureAwait(false);
                EndTrouble(bot);
                return outcome;
            }
            catch (Exception exception) when (!Aborting.IsCancellationRequested && RetryPolicy.IsTransient(exception) && !(exception is OperationCanceledException && Stopping.IsCancellationRequested))
            {
                TimeSpan pause = Patience.PauseBefore(retry);
                meter?.AddRetry();
                Troubles.Note(bot, exception.Message, Time.GetUtcNow());
                PipelineLog.StoringAgain(Log, bot, pause, retry, exception);
                await Task.Delay(pause, Time, Aborting).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Receives. A broker that does not answer is asked again until it does, or nothing is to be received any more.</summary>
    /// <exception cref="OperationCanceledException">Nothing is to be received any more.</exception>
    public async ValueTask<T> ReceiveAsync<T>(string bot, BotMeter? meter, Func<ValueTask<T>> receive, CancellationToken receiving)
    {
        for (int retry = 1; ; retry++)
        {
            try
            {
                T received = await receive().ConfigureAwait(false);
                EndTrouble(bot);
                return received;
            }
            catch (Exception exception) when (!receiving.IsCancellationRequested && (exception is IOException or TimeoutException) && RetryPolicy.IsTransient(exception))
            {
                TimeSpan pause = Impatience.PauseBefore(retry);
                meter?.AddRetry();
                Troubles.Note(bot, exception.Message, Time.GetUtcNow());
                if (retry == 1)
                    PipelineLog.CannotReceive(Log, bot, exception.Message);
                await Task.Delay(pause, Time, receiving).ConfigureAwait(false);
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

    private void EndTrouble(string bot)
    {
        if (Troubles.End(bot))
            PipelineLog.BrokerAnswersAgain(Log, bot);
    }
}
