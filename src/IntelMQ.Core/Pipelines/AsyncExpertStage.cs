using IntelMQ.Bots;
using IntelMQ.Messages;

namespace IntelMQ.Pipelines;

/// <summary>A stage that begins with an expert that waits for a service: several events in work at once, sent on in their order.</summary>
internal sealed class AsyncExpertStage(RunContext run, Stage stage, int instance, TurnGate? turns, AsyncExpert expert) : StageRunner(run, stage, instance, turns)
{
    private readonly List<Call> _calls = [];

    protected override async ValueTask<bool> WorkAsync(IReadOnlyList<Delivery> batch)
    {
        int limit = Math.Max(1, expert.MaxInFlight);
        using var slots = new SemaphoreSlim(limit, limit);
        _calls.Clear();
        try
        {
            foreach (Delivery delivery in batch)
            {
                if (!TryTakeEvent(delivery, out ChainNode node, out Event message))
                    continue;
                if (node != Chain.Head)
                {
                    Chain.Run(node, message, delivery.Receipt);
                    continue;
                }

                await slots.WaitAsync(Run.Aborting).ConfigureAwait(false);
                var call = new Call(message, delivery.Receipt);
                _calls.Add(call);
                call.Answer = AskAsync(call, slots);
            }
        }
        finally
        {
            // Nobody may work on an event that is given back, nor use the slots that end here.
            foreach (Call call in _calls)
                await WhenDone(call).ConfigureAwait(false);
        }

        foreach (Call call in _calls)
        {
            Chain.Head.Received++;
            if (call.Error is { } error)
                Chain.Fail(Chain.Head, call.Message, error, call.Receipt);
            else
                Chain.Route(Chain.Head, call.Message, call.Before, call.Verdict, call.Receipt);
        }

        Run.Aborting.ThrowIfCancellationRequested();
        return true;
    }

    private static async ValueTask WhenDone(Call call)
    {
        if (call.Answer is { } answer)
            await answer.ConfigureAwait(false);
    }

    private async Task AskAsync(Call call, SemaphoreSlim slots)
    {
        try
        {
            await Run.RetryAsync(Stage.Head.Id, Stage.Head.Meter, Retry, async () =>
            {
                try
                {
                    call.Verdict = await expert.ProcessAsync(call.Message, Run.Aborting).ConfigureAwait(false);
                }
                catch
                {
                    call.Message.Restore(call.Before);
                    throw;
                }
            }).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever an expert throws is a failure of its event.
        catch (Exception exception)
        {
            call.Error = exception;
        }
#pragma warning restore CA1031
        finally
        {
            slots.Release();
        }
    }

    private sealed class Call(Event message, Receipt? receipt)
    {
        public Event Message { get; } = message;

        public Receipt? Receipt { get; } = receipt;

        public MessageState Before { get; } = message.Save();

        public Task? Answer { get; set; }

        public Verdict Verdict { get; set; }

        public Exception? Error { get; set; }
    }
}
