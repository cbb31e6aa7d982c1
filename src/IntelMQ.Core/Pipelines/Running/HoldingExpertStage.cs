using IntelMQ.Bots;
using IntelMQ.Messages;
using IntelMQ.State;

namespace IntelMQ.Pipelines;

/// <summary>
/// A stage that begins with an expert that keeps events: woken by messages, by the time when the next event is due, and when an event
/// that it handed out is stored for good, which is when the event leaves the expert's state.
/// </summary>
internal sealed class HoldingExpertStage(RunContext run, Stage stage, int instance, HoldingExpert expert) : StageRunner(run, stage, instance, null)
{
    // Timers cannot wait for longer than some weeks; waking up in vain once a day costs nothing.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    private readonly HeldEvents _held = expert.Held;
    private readonly List<(HeldEvent Held, Receipt Receipt)> _sent = [];
    private readonly Lock _gate = new();
    private int _committed;
    private CancellationTokenSource? _wait;
    private bool _isWoken;
    private bool _isEnding;

    private bool HasDue => _held.NextDue is { } due && ((_isEnding && _held.File is null) || due <= _held.Time.GetUtcNow());

    /// <summary>Ends what was handed out: what is stored leaves the state, the rest is due again in the next run.</summary>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync().ConfigureAwait(false);
        // A stage that did not come to its end may still be at work.
        if (!HasEnded)
            return;
        ForgetStored();
        foreach ((HeldEvent held, _) in _sent)
            _held.Return(held);
        _sent.Clear();
        try
        {
            _held.Commit();
        }
        catch (IOException exception)
        {
            PipelineLog.StateNotSaved(Run.Log, Stage.Head.Id, exception);
        }

        // What it came from is not settled, and comes again.
        if (_held.File is null)
            _held.Clear();
    }

    protected override async ValueTask<IReadOnlyList<Delivery>?> ReceiveAsync(IQueueReader reader)
    {
        if (_isEnding)
            return HasDue ? [] : null;
        using CancellationTokenSource? wait = BeginWait();
        if (wait is null)
            return [];
        ITimer? timer = StartTimer();
        try
        {
            IReadOnlyList<Delivery> batch = await reader.ReceiveAsync(MaxReceived, MaxReceivedBytes, wait.Token).ConfigureAwait(false);
            _isEnding = batch.Count == 0;
            return batch;
        }
        catch (OperationCanceledException) when (wait.IsCancellationRequested && !Run.Aborting.IsCancellationRequested)
        {
            // Woken up; or a stop, on queues that keep what was not received.
            _isEnding = ReceiveToken.IsCancellationRequested;
            return [];
        }
        finally
        {
            EndWait();
            if (timer is not null)
                await timer.DisposeAsync().ConfigureAwait(false);
        }
    }

    protected override ValueTask<bool> WorkAsync(IReadOnlyList<Delivery> batch)
    {
        ForgetStored();
        // What is due goes first: what came later is not counted into it.
        HandOut();
        for (int i = 0; i < batch.Count; i++)
        {
            Delivery delivery = batch[i];
            if (!TryTakeEvent(delivery, out ChainNode node, out Event message))
                continue;
            if (node == Chain.Head)
                Take(node, message, delivery.Receipt);
            else
                Chain.Run(node, message, delivery.Receipt);
        }

        return new(true);
    }

    // The state is on disk before the input is settled; and before the broker's commit, which when tried again sends again what it sent.
    protected override async ValueTask CommitAsync(Checkpoint? progress)
    {
        await Run.RetryAsync(Stage.Head.Id, Stage.Head.Meter, Retry, () =>
        {
            _held.Save();
            return ValueTask.CompletedTask;
        }).ConfigureAwait(false);
        await base.CommitAsync(progress).ConfigureAwait(false);
        for (; _committed < _sent.Count; _committed++)
        {
            Receipt receipt = _sent[_committed].Receipt;
            receipt.Release(1);
            _ = receipt.Settled.ContinueWith(static (_, stage) => ((HoldingExpertStage)stage!).Wake(), this, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private void Take(ChainNode node, Event message, Receipt? receipt)
    {
        node.Received++;
        MessageState before = message.Save();
        _held.HasHeld = false;
        _held.Anchor = receipt;
        Verdict verdict;
        try
        {
            verdict = expert.Process(message);
        }
#pragma warning disable CA1031 // Whatever an expert throws is a failure of its event.
        catch (Exception exception)
        {
            message.Restore(before);
            Chain.Fail(node, message, exception, receipt);
            return;
        }
#pragma warning restore CA1031
        finally
        {
            _held.Anchor = null;
        }

        // What is held is not dropped.
        if (!verdict.IsDrop || !_held.HasHeld)
            Chain.Route(node, message, before, verdict, receipt);
    }

    private void HandOut()
    {
        int max = Run.Options.BatchSize;
        foreach (HeldEvent held in _isEnding && _held.File is null ? _held.TakeAll(max) : _held.TakeDue(max))
        {
            var receipt = new Receipt(1);
            _sent.Add((held, receipt));
            try
            {
                if (expert.Release(held) is { } message)
                    Chain.Send(Chain.Head, Chain.Head.Default, message, receipt);
            }
#pragma warning disable CA1031 // As above.
            catch (Exception exception)
            {
                Chain.Fail(Chain.Head, held.Event.Clone(), exception, receipt);
            }
#pragma warning restore CA1031
        }
    }

    // The next commit writes it down.
    private void ForgetStored()
    {
        for (int i = _committed - 1; i >= 0; i--)
        {
            if (!_sent[i].Receipt.Settled.IsCompleted)
                continue;
            _held.Done(_sent[i].Held);
            _sent.RemoveAt(i);
            _committed--;
        }
    }

    private CancellationTokenSource? BeginWait()
    {
        lock (_gate)
        {
            bool isWoken = _isWoken || HasDue;
            _isWoken = false;
            return _wait = isWoken ? null : CancellationTokenSource.CreateLinkedTokenSource(ReceiveToken);
        }
    }

    private void EndWait()
    {
        // Whatever woke the stage is seen to by the work that follows.
        lock (_gate)
            (_wait, _isWoken) = (null, false);
    }

    private ITimer? StartTimer()
    {
        if (_held.NextDue is not { } due)
            return null;
        TimeSpan left = due - _held.Time.GetUtcNow();
        left = left < ShortestWait ? ShortestWait : left > LongestWait ? LongestWait : left;
        ITimer timer = _held.Time.CreateTimer(static stage => ((HoldingExpertStage)stage!).Wake(), this, left, Timeout.InfiniteTimeSpan);
        // The clock may have been moved in between.
        if (HasDue)
            Wake();
        return timer;
    }

    private void Wake()
    {
        lock (_gate)
        {
            _isWoken = true;
            // Not in the caller's thread, which is a timer's or another stage's.
            _ = _wait?.CancelAsync();
        }
    }
}
