using IntelMQ.Bots;
using IntelMQ.Messages;

namespace IntelMQ.Pipelines;

/// <summary>A stage that is an output.</summary>
internal sealed class OutputStage(RunContext run, Stage stage, int instance, TurnGate? turns, Output output) : StageRunner(run, stage, instance, turns)
{
    private readonly List<Event> _events = [];
    private readonly List<Receipt?> _receipts = [];

    protected override async ValueTask<bool> WorkAsync(IReadOnlyList<Delivery> batch)
    {
        _events.Clear();
        _receipts.Clear();
        for (int i = 0; i < batch.Count; i++)
        {
            Delivery delivery = batch[i];
            if (!TryTakeEvent(delivery, out _, out Event message))
                continue;
            _events.Add(message);
            _receipts.Add(delivery.Receipt);
        }

        if (_events.Count > 0)
            await SendAsync().ConfigureAwait(false);
        return true;
    }

    private async ValueTask SendAsync()
    {
        ChainNode head = Chain.Head;
        head.Received += _events.Count;
        try
        {
            await Run.RetryAsync(head.Id, head.Meter, Retry, () => output.SendAsync(_events, Run.Aborting)).ConfigureAwait(false);
            head.Default.Sent += _events.Count;
        }
#pragma warning disable CA1031 // Whatever an output throws, its events are kept.
        catch (Exception exception)
        {
            Run.Aborting.ThrowIfCancellationRequested();
            for (int i = 0; i < _events.Count; i++)
                Chain.Fail(head, _events[i], exception, _receipts[i]);
        }
#pragma warning restore CA1031
    }
}
