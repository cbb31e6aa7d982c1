using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.State;

namespace IntelMQ.Pipelines;

/// <summary>
/// A stage that begins with a parser. Elements are asked for one by one and sent in batches, so that a report of any size never piles
/// up; each batch is committed with the number of elements that are done.
/// </summary>
internal sealed class ParserStage(RunContext run, Stage stage, int instance, TurnGate? turns, Parser parser) : StageRunner(run, stage, instance, turns)
{
    // What was made of reports since the last commit, the current report's last: its receipt, and how far the report is then done.
    private readonly List<(Receipt Receipt, Lineage Report, long Position)> _parts = [];
    private Receipt? _lastPart;

    private long _passedOver;

    private readonly FormatGuard _guard = new(run.Log, stage.Head.Id, parser.FormatChangedRatio);

    // With several instances reports are shared out one by one.
    protected override int MaxReceived => Stage.Instances > 1 ? 1 : Run.Options.ReportCapacity;

    protected override CancellationToken ReceiveToken => Run.Stopping;

    protected override async ValueTask<bool> WorkAsync(IReadOnlyList<Delivery> batch)
    {
        foreach (Delivery delivery in batch)
        {
            if (delivery.Envelope.Entry is { } entry && Chain.Find(entry) is { Expert: not null })
                RunEntry(delivery);
            else if (delivery.Unreadable is { } unreadable)
                KeepUnreadable(delivery, unreadable);
            else if (delivery.Message is not Report report)
                Refuse(delivery);
            else if (!await ReadAsync(delivery, report).ConfigureAwait(false))
                return false;
        }

        return true;
    }

    protected override async ValueTask CommitAsync(Checkpoint? progress)
    {
        foreach ((Receipt receipt, Lineage report, long position) in _parts)
            Run.Progress?.Note(Chain.State.Others, Stage.Head.Id, report, position, receipt);
        await base.CommitAsync(progress).ConfigureAwait(false);
        foreach ((Receipt receipt, _, _) in _parts)
            receipt.Release(1);
        _parts.Clear();
    }

    private void RunEntry(in Delivery delivery)
    {
        if (TryTakeEvent(delivery, out ChainNode node, out Event message))
            Chain.Run(node, message, Origin.Of(delivery));
    }

    private void KeepUnreadable(in Delivery delivery, Failure failure)
    {
        Settle(delivery);
        Chain.KeepUnreadable(Chain.Head, failure, Origin.Of(delivery));
    }

    private void Refuse(in Delivery delivery)
    {
        Settle(delivery);
        Chain.Refuse(Chain.Head, new Failure(delivery.Message!, "The bot takes reports, but was sent an event."), Origin.Of(delivery));
    }

    private async ValueTask<bool> ReadAsync(Delivery delivery, Report report)
    {
        ChainNode head = Chain.Head;
        Envelope envelope = delivery.Envelope;
        long done = Math.Max(delivery.Checkpoint, Run.Progress?.Find(head.Id, envelope.Lineage) ?? 0);
        long position = 0;
        _lastPart = null;
        Receipt? part = null;
        Lineage lineage = envelope.Lineage.IsUnknown && Run.IsDurable ? MessageLineage.Of(report) : envelope.Lineage;
        _guard.Begin(report);
        foreach (ParsedItem item in done == ReportProgress.All ? [] : parser.Read(report))
        {
            if (++position <= done)
            {
                _passedOver = parser.PassedOver;
                continue;
            }

            part ??= BeginPart(delivery);
            var origin = new Origin(part, lineage.IsUnknown ? default : lineage.OfElement(position), envelope.Batch);
            if (item.Event is { } message)
            {
                _guard.Events++;
                Chain.Send(head, head.Default, message, origin);
            }
            else if (item.Failure is { } failure)
            {
                _guard.Add(failure);
                Chain.Fail(head, failure, origin);
            }

            // A report whose every event is dropped gathers nothing, but must notice a stop, too.
            if (ShouldCommit() || ((position & 255) == 0 && Run.Stopping.IsCancellationRequested))
            {
                EndPart(part, position);
                part = null;
                CountPassedOver(head);
                await CommitAsync(new Checkpoint(delivery.Tag, position)).ConfigureAwait(false);
                if (Run.Stopping.IsCancellationRequested)
                    return false;
            }
        }

        EndPart(part, ReportProgress.All);
        CountPassedOver(head);
        head.Received++;
        Settle(delivery);
        _guard.End();
        if (ShouldCommit())
            await CommitAsync(null).ConfigureAwait(false);
        return true;
    }

    private void CountPassedOver(ChainNode head)
    {
        head.Dropped += parser.PassedOver - _passedOver;
        _passedOver = parser.PassedOver;
    }

    private Receipt? BeginPart(in Delivery delivery)
    {
        if (delivery.Receipt is not { } whole)
            return null;
        _lastPart = new Receipt(1, whole, _lastPart);
        _parts.Add((_lastPart, delivery.Envelope.Lineage, 0));
        return _lastPart;
    }

    private void EndPart(Receipt? part, long position)
    {
        if (part is not null)
            _parts[^1] = _parts[^1] with { Position = position };
    }
}
