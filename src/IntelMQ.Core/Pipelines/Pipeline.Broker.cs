namespace IntelMQ.Pipelines;

// What keeps a broker from being used.
public sealed partial class Pipeline
{
    private readonly BrokerTroubles _troubles = new();

    /// <summary>
    /// The bots whose queues cannot be read, or whose work cannot be stored, just now, each with what the broker said last; empty where the
    /// broker answers. It is tried again until it works, so a host's health check is who should tell.
    /// </summary>
    public IReadOnlyDictionary<string, BotError> BrokerErrors => _troubles.Errors;

    // Its server may start later than this process, or be mended meanwhile.
    private async ValueTask<bool> WaitForBrokerAsync(IBroker broker, CancellationToken cancellationToken)
    {
        TimeProvider time = _graph.Options.Services.Time;
        foreach (Stage stage in _graph.Stages)
        {
            for (bool isDeclared = false; !isDeclared;)
            {
                try
                {
                    await broker.DeclareAsync(stage.Declaration, cancellationToken).ConfigureAwait(false);
                    isDeclared = true;
                }
                catch (IOException exception) when (RetryPolicy.IsTransient(exception))
                {
                    if (!_troubles.Errors.ContainsKey(stage.Head.Id))
                        PipelineLog.WaitingForBroker(_log, Id, exception.Message);
                    _troubles.Note(stage.Head.Id, exception.Message, time.GetUtcNow());
                    await Task.Delay(TimeSpan.FromSeconds(1), time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
                catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
                {
                    // Seen below.
                }

                if (cancellationToken.IsCancellationRequested)
                    return false;
            }

            _troubles.End(stage.Head.Id);
        }

        return true;
    }
}
