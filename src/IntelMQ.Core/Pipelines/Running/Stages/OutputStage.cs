using System.Globalization;
using IntelMQ.Bots;
using IntelMQ.Messages;
using IntelMQ.Store;

namespace IntelMQ.Pipelines;

/// <summary>
/// A stage that is an output. Where a batch fails, its halves are sent, and theirs, so that one event that the output refuses does not
/// cost the others.
/// </summary>
internal sealed class OutputStage(RunContext run, Stage stage, int instance, TurnGate? turns, Output output) : StageRunner(run, stage, instance, turns)
{
    // One refused event in a batch of 1024 fails eleven times in a row before another gets through. A service that is down fails always.
    private const int MaxErrorsInARow = 20;

    private readonly List<Event> _events = [];
    private readonly List<Origin> _origins = [];
    private int _errorsInARow;

    protected override async ValueTask<bool> WorkAsync(IReadOnlyList<Delivery> batch)
    {
        _events.Clear();
        _origins.Clear();
        for (int i = 0; i < batch.Count; i++)
        {
            Delivery delivery = batch[i];
            if (!TryTakeEvent(delivery, out _, out Event message))
                continue;
            _events.Add(message);
            _origins.Add(Origin.Of(delivery));
        }

        Chain.Head.Received += _events.Count;
        _errorsInARow = 0;
        // What an output remembers belongs to the event it came from.
        for (int i = 0; output.State.IsUsed && i < _events.Count; i++)
            await KeepAsync(i).ConfigureAwait(false);
        if (_events.Count > 0 && !output.State.IsUsed)
            await SendAsync(0, _events.Count, Retry).ConfigureAwait(false);
        return true;
    }

    private async ValueTask KeepAsync(int place)
    {
        output.State.Receipt = _origins[place].Receipt;
        int changes = output.State.Changes.Count;
        long failed = Chain.Head.Failed;
        await SendAsync(place, 1, Retry).ConfigureAwait(false);
        if (Chain.Head.Failed > failed)
            output.State.RollBackTo(changes);
        output.State.Receipt = null;
    }

    private ValueTask HandOnAsync(IReadOnlyList<Event> part, int start) => output is ILineageOutput taking
        ? taking.SendAsync(part, [.. Enumerable.Range(start, part.Count).Select(i => LineageOf(_origins[i].Lineage))], Run.Aborting)
        : output.SendAsync(part, Run.Aborting);

    private static EventLineage? LineageOf(Lineage lineage)
        => lineage.IsUnknown ? null : new EventLineage(lineage.Report.ToString("x32", CultureInfo.InvariantCulture), lineage.Element, lineage.Fork);

    private async ValueTask SendAsync(int start, int count, RetryPolicy retry)
    {
        ChainNode head = Chain.Head;
        IReadOnlyList<Event> part = count == _events.Count ? _events : _events.GetRange(start, count);
        Exception? error = null;
        try
        {
            await Run.RetryAsync(head.Id, head.Meter, retry, () => HandOnAsync(part, start)).ConfigureAwait(false);
            head.Default.Sent += count;
            _errorsInARow = 0;
        }
#pragma warning disable CA1031 // Whatever an output throws, its events are kept.
        catch (Exception exception)
        {
            Run.Aborting.ThrowIfCancellationRequested();
            error = exception;
        }
#pragma warning restore CA1031

        if (error is null)
            return;
        if (count == 1 || (++_errorsInARow > MaxErrorsInARow && RetryPolicy.IsTransient(error)))
        {
            for (int i = start; i < start + count; i++)
                Chain.Fail(head, _events[i], error, _origins[i]);
            return;
        }

        // The whole was tried again after pauses already.
        await SendAsync(start, count / 2, RetryPolicy.None).ConfigureAwait(false);
        await SendAsync(start + (count / 2), count - (count / 2), RetryPolicy.None).ConfigureAwait(false);
    }
}
