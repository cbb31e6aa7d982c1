using IntelMQ.Failures;

namespace IntelMQ.Pipelines;

// What a stage does with messages that may have ended the process before.
internal abstract partial class StageRunner
{
    // The first batch after a start, which may be the one that ended the process before.
    private async ValueTask<bool> WorkGuardedAsync(CrashGuard guard, IReadOnlyList<Delivery> batch)
    {
        (int ends, bool isSuspect) = await guard.BeginAsync(batch).ConfigureAwait(false);
        _guard = guard;
        try
        {
            if (!isSuspect)
                return await WorkOrRollBackAsync(batch).ConfigureAwait(false);
            PipelineLog.SuspectBatch(Run.Log, Stage.Head.Id, ends, Stage.Queue.Value);
            byte[] key = CrashGuard.KeyOf(batch);
            // Another instance that is waited for in its turn must not wait for this one.
            if (_turns is not null)
                await _turns.WaitAsync(_ticket, Run.Aborting).ConfigureAwait(false);
            WorksAlone = true;
            foreach (Delivery delivery in batch.ToArray())
            {
                bool isTried = await guard.BeginAloneAsync(delivery).ConfigureAwait(false);
                if (!isTried)
                    GiveUp(delivery);
                if (!await WorkOrRollBackAsync(isTried ? [delivery] : []).ConfigureAwait(false))
                    return false;
            }

            await guard.ForgetAsync(key).ConfigureAwait(false);
            return true;
        }
        finally
        {
            WorksAlone = false;
            guard.Release();
        }
    }

    private void GiveUp(in Delivery delivery)
    {
        Settle(delivery);
        if (delivery.Unreadable is { } unreadable)
        {
            Chain.KeepUnreadable(Chain.Head, unreadable, Origin.Of(delivery));
            return;
        }

        ChainNode node = delivery.Envelope.Entry is { } entry ? Chain.Find(entry) ?? Chain.Head : Chain.Head;
        PipelineLog.GivenUp(Run.Log, node.Id);
        Chain.Refuse(node, new Failure(delivery.Message!, "The process has ended each time this message was worked on."), Origin.Of(delivery));
    }
}
