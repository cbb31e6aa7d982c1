using IntelMQ.Bots;
using IntelMQ.Messages;

namespace IntelMQ.Pipelines;

/// <summary>
/// A stage that begins with an expert that waits for a service: several events in work at once, sent on in their order. While the oldest
/// waits for its answer, others are received and begun. Instances that keep the order together take one batch after the other.
/// </summary>
internal sealed class AsyncExpertStage : StageRunner
{
    private readonly AsyncExpert _expert;
    private readonly int _limit;
    private readonly SemaphoreSlim _slots;
    private readonly bool _isBatchwise;

    // What was received and is not done with, oldest first.
    private readonly Queue<Call> _calls = [];
    private bool _isDrained;

    public AsyncExpertStage(RunContext run, Stage stage, int instance, TurnGate? turns, AsyncExpert expert)
        : base(run, stage, instance, turns)
    {
        _expert = expert;
        _limit = Math.Max(1, expert.MaxInFlight);
        _slots = new SemaphoreSlim(_limit, _limit);
        _isBatchwise = turns is not null;
    }

    private int MaxWaiting => Run.Options.BatchSize + _limit;

    public override async Task RunAsync()
    {
        try
        {
            await base.RunAsync().ConfigureAwait(false);
        }
        finally
        {
            // Nobody may work on an event that is given back.
            foreach (Call call in _calls)
                await call.Answer.ConfigureAwait(false);
            _slots.Dispose();
        }
    }

    protected override async ValueTask<IReadOnlyList<Delivery>?> ReceiveAsync(IQueueReader reader)
    {
        if (!_calls.TryPeek(out Call? oldest))
            return _isDrained ? null : await base.ReceiveAsync(reader).ConfigureAwait(false);
        if (_isDrained || _calls.Count >= MaxWaiting || oldest.Answer.IsCompleted)
        {
            await oldest.Answer.ConfigureAwait(false);
            return [];
        }

        return await ReceiveOrAnswerAsync(reader, oldest).ConfigureAwait(false);
    }

    protected override async ValueTask<bool> WorkAsync(IReadOnlyList<Delivery> batch)
    {
        for (int i = 0; i < batch.Count; i++)
            Begin(batch[i]);
        if (_isBatchwise || WorksAlone)
        {
            foreach (Call call in _calls)
                await call.Answer.ConfigureAwait(false);
        }

        Run.Aborting.ThrowIfCancellationRequested();
        while (_calls.TryPeek(out Call? oldest) && oldest.Answer.IsCompleted)
            End(_calls.Dequeue());
        return true;
    }

    // The queue is not asked while an answer waits to be sent on: whichever comes first ends the wait.
    private async ValueTask<IReadOnlyList<Delivery>> ReceiveOrAnswerAsync(IQueueReader reader, Call oldest)
    {
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(ReceiveToken);
        Task cancelling = CancelWhenAnsweredAsync(oldest, wait);
        try
        {
            IReadOnlyList<Delivery> batch = await reader.ReceiveAsync(Math.Min(MaxReceived, MaxWaiting - _calls.Count), MaxReceivedBytes, wait.Token).ConfigureAwait(false);
            _isDrained = batch.Count == 0;
            return batch;
        }
        catch (OperationCanceledException) when (wait.IsCancellationRequested && !Run.Aborting.IsCancellationRequested)
        {
            _isDrained = ReceiveToken.IsCancellationRequested;
            return [];
        }
        finally
        {
            oldest.Forget();
            await cancelling.ConfigureAwait(false);
        }
    }

    private static async Task CancelWhenAnsweredAsync(Call oldest, CancellationTokenSource wait)
    {
        if (await oldest.AnswerOrForgottenAsync().ConfigureAwait(false))
            await wait.CancelAsync().ConfigureAwait(false);
    }

    private void Begin(in Delivery delivery)
    {
        var call = new Call(delivery);
        _calls.Enqueue(call);
        if (delivery.Message is Event message && (delivery.Envelope.Entry is not { } entry || (Chain.Find(entry) ?? Chain.Head) == Chain.Head))
            call.Answer = AskAsync(call, message);
    }

    private void End(Call call)
    {
        if (!TryTakeEvent(call.Delivery, out ChainNode node, out Event message))
            return;
        var origin = Origin.Of(call.Delivery);
        if (node != Chain.Head)
        {
            Chain.Run(node, message, origin);
            return;
        }

        node.Received++;
        if (call.Error is { } error)
            Chain.Fail(node, message, error, origin);
        else
            Chain.Route(node, message, call.Before, call.Verdict, origin);
    }

    private async Task AskAsync(Call call, Event message)
    {
        call.Before = message.Save();
        try
        {
            await _slots.WaitAsync(Run.Aborting).ConfigureAwait(false);
            try
            {
                await Run.RetryAsync(Stage.Head.Id, Stage.Head.Meter, Retry, async () =>
                {
                    try
                    {
                        call.Verdict = await _expert.ProcessAsync(message, Run.Aborting).ConfigureAwait(false);
                    }
                    catch
                    {
                        message.Restore(call.Before);
                        throw;
                    }
                }).ConfigureAwait(false);
            }
            finally
            {
                _slots.Release();
            }
        }
#pragma warning disable CA1031 // Whatever an expert throws is a failure of its event.
        catch (Exception exception)
        {
            call.Error = exception;
        }
#pragma warning restore CA1031
    }

    private sealed class Call(Delivery delivery)
    {
        private TaskCompletionSource? _forgotten;

        public Delivery Delivery { get; } = delivery;

        public MessageState Before { get; set; }

        /// <summary>Ends when the event is done with; does not throw.</summary>
        public Task Answer { get; set; } = Task.CompletedTask;

        public Verdict Verdict { get; set; }

        public Exception? Error { get; set; }

        /// <summary>Whether it was the answer that came, and not <see cref="Forget"/>.</summary>
        public async Task<bool> AnswerOrForgottenAsync()
        {
            _forgotten = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return await Task.WhenAny(Answer, _forgotten.Task).ConfigureAwait(false) == Answer;
        }

        public void Forget() => _forgotten?.TrySetResult();
    }
}
