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
                Refuse(delivery, unreadable);
            else if (delivery.Message is not Report report)
                Refuse(delivery, new Failure(delivery.Message!, "The bot takes reports, but was sent an event."));
            else if (!await ReadAsync(delivery, report).ConfigureAwait(false))
                return false;
        }

        return true;
    }

    private void RunEntry(in Delivery delivery)
    {
        if (TryTakeEvent(delivery, out ChainNode node, out Event message))
            Chain.Run(node, message, delivery.Receipt);
    }

    private void Refuse(in Delivery delivery, Failure failure)
    {
        Settle(delivery);
        Chain.KeepUnreadable(Chain.Head, failure);
    }

    private async ValueTask<bool> ReadAsync(Delivery delivery, Report report)
    {
        ChainNode head = Chain.Head;
        ChainPort exit = head.Default;
        long position = 0;
        _guard.Begin(report);
        foreach (ParsedItem item in parser.Read(report))
        {
            if (++position <= delivery.Checkpoint)
                continue;
            if (item.Event is { } message)
            {
                _guard.Events++;
                Chain.Send(head, exit, message, delivery.Receipt);
            }
            else if (item.Failure is { } failure)
            {
                _guard.Add(failure);
                Chain.Fail(head, failure, delivery.Receipt);
            }

            // A report whose every event is dropped gathers nothing, but must notice a stop, too.
            if (ShouldCommit() || ((position & 255) == 0 && Run.Stopping.IsCancellationRequested))
            {
                await CommitAsync(new Checkpoint(delivery.Tag, position)).ConfigureAwait(false);
                if (Run.Stopping.IsCancellationRequested)
                    return false;
            }
        }

        head.Received++;
        Settle(delivery);
        _guard.End();
        if (ShouldCommit())
            await CommitAsync(null).ConfigureAwait(false);
        return true;
    }
}
