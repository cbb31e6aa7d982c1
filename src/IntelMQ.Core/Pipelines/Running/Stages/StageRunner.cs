using System.Diagnostics;
using IntelMQ.Bots;
using IntelMQ.Messages;
using IntelMQ.State;

namespace IntelMQ.Pipelines;

/// <summary>Runs one instance of a stage: receives, lets the head work, commits.</summary>
internal abstract partial class StageRunner : IAsyncDisposable
{
    private readonly TurnGate? _turns;
    private readonly List<Delivery> _settled = [];
    private IQueueReader? _reader;
    private CrashGuard? _guard;
    private long _ticket;
    private long _number;
    private bool _hasGivenUp;

    protected StageRunner(RunContext run, Stage stage, int instance, TurnGate? turns)
    {
        Run = run;
        Stage = stage;
        Instance = instance;
        Chain = new Chain(stage, instance, run.IsDurable);
        _turns = turns;
    }

    protected RunContext Run { get; }

    protected Stage Stage { get; }

    protected Chain Chain { get; }

    protected int Instance { get; }

    protected RetryPolicy Retry => Stage.Head.Setup.Retry ?? Run.Options.Retry;

    /// <summary>Whether what was begun has to be done before the next is.</summary>
    protected bool WorksAlone { get; private set; }

    /// <summary>Whether <see cref="RunAsync"/> has returned.</summary>
    protected bool HasEnded { get; private set; }

    /// <summary>The most that is received at once.</summary>
    protected virtual int MaxReceived => Run.Options.BatchSize;

    /// <summary>About how many bytes are received at once.</summary>
    protected virtual long MaxReceivedBytes => 16 << 20;

    /// <summary>
    /// Ends the receiving. What lies in queues that do not outlive the process is worked off before a stop; only what is unread of a
    /// report waits for the next run.
    /// </summary>
    protected virtual CancellationToken ReceiveToken => Run.Receiving;

    public static StageRunner Create(RunContext run, Stage stage, int instance, TurnGate? turns) => stage.Head.BotOf(instance) switch
    {
        Parser parser => new ParserStage(run, stage, instance, turns, parser),
        Expert => new ExpertStage(run, stage, instance, turns),
        AsyncExpert expert => new AsyncExpertStage(run, stage, instance, turns, expert),
        BatchExpert expert => new BatchExpertStage(run, stage, instance, turns, expert),
        HoldingExpert expert => new HoldingExpertStage(run, stage, instance, expert),
        Output output => new OutputStage(run, stage, instance, turns, output),
        var other => throw new InvalidOperationException($"A {other.GetType().Name} has no stage."),
    };

    /// <summary>Works until the queue is completed and drained, or a stop.</summary>
    public virtual async Task RunAsync()
    {
        try
        {
            _reader = await Run.Broker.OpenReaderAsync(Stage.Queue, Instance, Stage.Instances, Run.Aborting).ConfigureAwait(false);
            CrashGuard? guard = await CrashGuard.OpenAsync(Run, Stage.Head).ConfigureAwait(false);
            while (!Run.Pausing.IsCancellationRequested && await ReceiveAsync(_reader).ConfigureAwait(false) is { } batch)
            {
                bool isFirst = guard is not null && batch.Count > 0;
                if (!(isFirst ? await WorkGuardedAsync(guard!, batch).ConfigureAwait(false) : await WorkOrRollBackAsync(batch).ConfigureAwait(false)))
                    return;
                if (isFirst)
                    guard = null;
                _turns?.Pass();
                if (_hasGivenUp)
                    await RestAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (Run.Pausing.IsCancellationRequested)
        {
            // What was received and is not done goes back, when this is disposed of.
        }
        finally
        {
            HasEnded = true;
        }
    }

    /// <summary>Gives back what is not settled.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        // What is given back in order has not ended the process.
        if (_guard is not null)
            await _guard.ForgetAsync(null).ConfigureAwait(false);
        if (_reader is not null)
            await _reader.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Receives what is to be worked on next.</summary>
    /// <returns>Messages; <see langword="null"/> where none will come any more.</returns>
    protected virtual async ValueTask<IReadOnlyList<Delivery>?> ReceiveAsync(IQueueReader reader)
    {
        IReadOnlyList<Delivery> batch;
        if (_turns is null)
            batch = await ReceiveAsync(reader, ReceiveToken).ConfigureAwait(false);
        else
            (batch, _ticket) = await _turns.ReceiveAsync(() => ReceiveAsync(reader, ReceiveToken), ReceiveToken).ConfigureAwait(false);
        return batch.Count == 0 ? null : batch;
    }

    /// <summary>Receives from the queue, also when the broker has to be asked again and again.</summary>
    protected ValueTask<IReadOnlyList<Delivery>> ReceiveAsync(IQueueReader reader, CancellationToken receiving)
        => Run.ReceiveAsync(Stage.Head.Id, Stage.Head.Meter, () => reader.ReceiveAsync(Stage.Head.StopsOnError ? 1 : MaxReceived, MaxReceivedBytes, receiving), receiving);

    /// <summary>Works on what was received.</summary>
    /// <returns>Whether to receive more; <see langword="false"/> ends the run before the input is used up.</returns>
    protected abstract ValueTask<bool> WorkAsync(IReadOnlyList<Delivery> batch);

    /// <summary>Says that a delivery is done; the next commit settles it.</summary>
    protected void Settle(in Delivery delivery) => _settled.Add(delivery);

    /// <summary>Finds who is to take an event; what is no event becomes a failure.</summary>
    protected bool TryTakeEvent(in Delivery delivery, out ChainNode node, out Event message)
    {
        node = Chain.Head;
        message = null!;
        Settle(delivery);
        if (delivery.Unreadable is { } unreadable)
        {
            Chain.KeepUnreadable(node, unreadable, Origin.Of(delivery));
            return false;
        }

        message = (delivery.Content as Event)!;
        if (message is null)
        {
            Chain.Refuse(node, new Failures.Failure(delivery.Message!, "The bot takes events, but was sent a report."), Origin.Of(delivery));
            return false;
        }

        if (delivery.Envelope.Entry is { } entry)
            node = Chain.Find(entry) ?? node;
        return true;
    }

    /// <summary>Whether what is gathered may be sent now, or there is room to gather more until the instance's turn comes.</summary>
    protected bool ShouldCommit()
        => Chain.Pending >= Run.Options.BatchSize && (_turns is null || _turns.IsTurn(_ticket) || Chain.Pending >= Run.Options.BatchSize * 8);

    /// <summary>Stores what is gathered and settles what is done.</summary>
    protected virtual async ValueTask CommitAsync(Checkpoint? progress)
    {
        if (_turns is not null)
            await _turns.WaitAsync(_ticket, Run.Aborting).ConfigureAwait(false);
        if (_settled.Count > 0 || progress is not null)
            _guard?.End(Chain.State.Others);
        while (!await TryCommitAsync(progress).ConfigureAwait(false))
        {
            // Another bot was faster to add a key.
        }

        Stage.Depth.Add(-_settled.Count);
        Count();
        _settled.Clear();
        Chain.Clear();
    }

    private async ValueTask<bool> TryCommitAsync(Checkpoint? progress)
    {
        Chain.Retain();
        var work = new UnitOfWork
        {
            Number = ++_number,
            Outputs = Chain.Outputs,
            Failures = Chain.Failures,
            Changes = Chain.State.Gather(),
            Settled = _settled,
            Progress = progress,
        };
        // The receivers may be done with a message before this thread counts it.
        foreach (ChainTarget target in Chain.Targets)
            target.Stage.Depth.Add(target.Batch.List.Count);
        CommitOutcome outcome = await Run.StoreAsync(Stage.Head.Id, Stage.Head.Meter, () => _reader!.CommitAsync(work, Run.Aborting)).ConfigureAwait(false);
        if (outcome.IsStored)
        {
            Chain.State.Commit();
            return true;
        }

        foreach (ChainTarget target in Chain.Targets)
            target.Stage.Depth.Add(-target.Batch.List.Count);
        if (outcome.IsLost)
            throw new InputLostException();
        Chain.RunAgain(outcome.Conflicts);
        return false;
    }

    // What is given back comes again, so the bots must not remember it.
    private async ValueTask<bool> WorkOrRollBackAsync(IReadOnlyList<Delivery> batch)
    {
        using Activity? span = PipelineTracing.StartBatch(Run.Options.Id, Stage, batch);
        try
        {
            bool goOn = await WorkAsync(batch).ConfigureAwait(false);
            await CommitAsync(null).ConfigureAwait(false);
            return goOn;
        }
        catch (InputLostException exception)
        {
            span?.SetStatus(ActivityStatusCode.Error, exception.Message);
            PipelineLog.InputLost(Run.Log, Stage.Head.Id, Stage.Queue.Value);
            _settled.Clear();
            Chain.Abandon();
            return true;
        }
        catch (Exception exception)
        {
            span?.SetStatus(ActivityStatusCode.Error, exception.Message);
            Chain.State.RollBack();
            throw;
        }
    }

    private void Count()
    {
        // A line that is refused is no error of the parser, nor in IntelMQ.
        if (Stage.Head.StopsOnError && Chain.Failures.Any(failure => failure.LineNumber == 0 && failure.BotId == Stage.Head.Id))
            _hasGivenUp = true;
        foreach ((ChainNode node, Failures.Failure failure) in Chain.FirstFailures)
        {
            long before = node.Meter.AddFailed(node.Failed) - node.Failed;
            node.Meter.NoteError(failure.Reason, Run.Time.GetUtcNow());
            // A parser says once per report what failed; others at the first, the tenth, the hundredth failure.
            if (node.Bot is not Parser && DecadeOf(before) != DecadeOf(before + node.Failed))
                PipelineLog.MessageFailed(Run.Log, node.Id, before + node.Failed, failure.Reason, failure.Exception);
        }

        foreach (ChainNode node in Chain.Nodes)
            node.Flush();
    }

    // What waits is left for the next start; the bot's other instances are stopped with it.
    private Task RestAsync()
    {
        Run.StopBot(Stage.Head.Id);
        return Task.Delay(Timeout.InfiniteTimeSpan, Run.Time, Run.Stopping);
    }

    private static int DecadeOf(long count)
    {
        int digits = 0;
        for (; count > 0; count /= 10)
            digits++;
        return digits;
    }
}
