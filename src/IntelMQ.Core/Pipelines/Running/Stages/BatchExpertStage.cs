using IntelMQ.Bots;
using IntelMQ.Messages;

namespace IntelMQ.Pipelines;

/// <summary>A stage that begins with an expert that takes many events at once.</summary>
internal sealed class BatchExpertStage(RunContext run, Stage stage, int instance, TurnGate? turns, BatchExpert expert) : StageRunner(run, stage, instance, turns)
{
    private readonly List<Entry> _entries = [];

    protected override async ValueTask<bool> WorkAsync(IReadOnlyList<Delivery> batch)
    {
        _entries.Clear();
        foreach (Delivery delivery in batch)
        {
            if (!TryTakeEvent(delivery, out ChainNode node, out Event message))
                continue;
            if (node == Chain.Head)
                _entries.Add(new Entry(message, Origin.Of(delivery)));
            else
                Chain.Run(node, message, Origin.Of(delivery));
        }

        int size = Math.Max(1, expert.MaxBatch);
        for (int start = 0; start < _entries.Count; start += size)
            await AskAsync(_entries.GetRange(start, Math.Min(size, _entries.Count - start))).ConfigureAwait(false);
        foreach (Entry entry in _entries)
        {
            Chain.Head.Received++;
            if (entry.Item.Error is { } error)
                Chain.Fail(Chain.Head, entry.Item.Event, error, entry.Origin);
            else
                Chain.Route(Chain.Head, entry.Item.Event, entry.Before, entry.Item.Verdict, entry.Origin);
        }

        return true;
    }

    // What failed by an error of a service is asked again; what went well is not.
    private async ValueTask AskAsync(List<Entry> entries)
    {
        for (int retry = 1; entries.Count > 0; retry++)
        {
            await CallAsync(entries).ConfigureAwait(false);
            Run.Aborting.ThrowIfCancellationRequested();
            foreach (Entry entry in entries)
            {
                if (entry.Item.Error is not null)
                    entry.Item.Event.Restore(entry.Before);
            }

            entries = entries.FindAll(static entry => entry.Item.Error is { } error && RetryPolicy.IsTransient(error));
            if (entries.Count == 0 || retry > Retry.MaxRetries)
                return;
            await Run.PauseAsync(Stage.Head.Id, Stage.Head.Meter, Retry, retry, entries[0].Item.Error!).ConfigureAwait(false);
            foreach (Entry entry in entries)
                (entry.Item.Error, entry.Item.Verdict) = (null, Verdict.Keep);
        }
    }

    private async ValueTask CallAsync(List<Entry> entries)
    {
        try
        {
            await expert.ProcessAsync(entries.ConvertAll(static entry => entry.Item), Run.Aborting).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever an expert throws is a failure of its events.
        catch (Exception exception)
        {
            foreach (Entry entry in entries)
                entry.Item.Error = exception;
        }
#pragma warning restore CA1031
    }

    private sealed class Entry(Event message, Origin origin)
    {
        public BatchItem Item { get; } = new(message);

        public Origin Origin { get; } = origin;

        public MessageState Before { get; } = message.Save();
    }
}
