using IntelMQ.Bots;
using IntelMQ.Messages;
using IntelMQ.State;

namespace IntelMQ.Pipelines;

/// <summary>
/// A stage that begins with an expert that keeps events: woken by messages, and by the time when the next event is due. An event that is
/// handed out leaves the state when what came of it is stored for good.
/// </summary>
internal sealed class HoldingExpertStage(RunContext run, Stage stage, int instance, HoldingExpert expert) : StageRunner(run, stage, instance, null)
{
    // Timers cannot wait for longer than some weeks; waking up in vain once a day costs nothing.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    private readonly HeldEvents _held = expert.Held;
    private readonly uint _way = Lineage.WayOf(stage.Head.Id, "held", stage.Head.Id);
    private readonly List<Receipt> _sent = [];
    private readonly Lock _gate = new();
    private CancellationTokenSource? _wait;
    private bool _isWoken;
    private bool _isEnding;

    /// <summary>Whether all is to be handed out before its time, since it would be lost.</summary>
    private bool TakesAll => _isEnding && !_held.IsDurable;

    private bool HasDue => _held.NextDue is { } due && (TakesAll || due <= _held.Time.GetUtcNow());

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
            IReadOnlyList<Delivery> batch = await ReceiveAsync(reader, wait.Token).ConfigureAwait(false);
            _isEnding = batch.Count == 0;
            return batch;
        }
        catch (OperationCanceledException) when (wait.IsCancellationRequested && !Run.Aborting.IsCancellationRequested)
        {
            if (Run.Pausing.IsCancellationRequested)
                return null;
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
        // What is due goes first: what came later is not counted into it.
        HandOut();
        for (int i = 0; i < batch.Count; i++)
        {
            Delivery delivery = batch[i];
            if (!TryTakeEvent(delivery, out ChainNode node, out Event message))
                continue;
            if (node == Chain.Head)
                Take(node, message, Origin.Of(delivery));
            else
                Chain.Run(node, message, Origin.Of(delivery));
        }

        return new(true);
    }

    protected override async ValueTask CommitAsync(Checkpoint? progress)
    {
        await base.CommitAsync(progress).ConfigureAwait(false);
        foreach (Receipt receipt in _sent)
            receipt.Release(1);
        _sent.Clear();
    }

    private void Take(ChainNode node, Event message, in Origin origin)
    {
        node.Received++;
        MessageState before = message.Save();
        _held.HasHeld = false;
        expert.State.Receipt = origin.Receipt;
        _held.Source = new HeldSource(origin.Lineage.Report, origin.Lineage.Element, origin.Lineage.Fork, origin.Batch);
        Verdict verdict;
        try
        {
            verdict = expert.Process(message);
        }
#pragma warning disable CA1031 // Whatever an expert throws is a failure of its event.
        catch (Exception exception)
        {
            message.Restore(before);
            Chain.Fail(node, message, exception, origin);
            return;
        }
#pragma warning restore CA1031

        // What is held is not dropped.
        if (!verdict.IsDrop || !_held.HasHeld)
            Chain.Route(node, message, before, verdict, origin);
    }

    private void HandOut()
    {
        DateTimeOffset until = TakesAll ? DateTimeOffset.MaxValue : _held.Time.GetUtcNow();
        for (int left = Run.Options.BatchSize; left > 0; left--)
        {
            var receipt = new Receipt(1);
            if (_held.TakeNext(until, receipt) is not { } held)
                return;
            _sent.Add(receipt);
            Origin origin = new Origin(receipt, new Lineage(held.Source.Report, held.Source.Element, held.Source.Fork), held.Source.Batch).Copy(_way);
            try
            {
                if (expert.Release(held) is { } message)
                    Chain.Send(Chain.Head, Chain.Head.Default, message, origin);
            }
#pragma warning disable CA1031 // As above.
            catch (Exception exception)
            {
                Chain.Fail(Chain.Head, held.Event.Clone(), exception, origin);
            }
#pragma warning restore CA1031
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
