using IntelMQ.Messages;

namespace IntelMQ.Store;

public sealed partial class MemoryEventStore
{
    private readonly List<StoreLogEntry> _log = [];

    /// <inheritdoc/>
    public ValueTask<long> RetainAsync(RetentionRule rule, string who, CancellationToken cancellationToken)
    {
        BoundFilter filter = BoundRetention.Bind(rule, schema, time.GetUtcNow());
        return new(Remove(filter, rule.IsRawOnly, who, "retain", BoundRetention.Describe(rule)));
    }

    /// <inheritdoc/>
    public ValueTask<long> EraseAsync(EventFilter filter, string who, string reason, CancellationToken cancellationToken)
        => new(Remove(BoundRetention.Bind(filter, schema), isRawOnly: false, who, "erase", reason));

    /// <inheritdoc/>
    public ValueTask NoteExportAsync(string who, long events, string detail, CancellationToken cancellationToken)
    {
        lock (_gate)
            Note(who, "export", events, detail);
        return default;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoreLogEntry>> ReadLogAsync(long? below, int count, CancellationToken cancellationToken)
    {
        lock (_gate)
            return new((IReadOnlyList<StoreLogEntry>)[.. Enumerable.Reverse(_log).Where(entry => below is null || entry.Number < below).Take(Math.Clamp(count, 1, 1000))]);
    }

    private long Remove(BoundFilter filter, bool isRawOnly, string who, string action, string detail)
    {
        lock (_gate)
        {
            long count = 0;
            for (int i = _events.Count - 1; i >= 0; i--)
            {
                if (!filter.Matches(_events[i].Message))
                    continue;
                count++;
                if (action == "erase")
                    ForgetObjects(_events[i].Message);
                if (isRawOnly)
                    _events[i].Message.Remove("raw");
                else
                    _events.RemoveAt(i);
            }

            Note(who, action, count, detail);
            return count;
        }
    }

    private void ForgetObjects(Event message)
    {
        HashSet<string> values = [.. ObjectSightings.Fields.Select(name => message[name].ToString())];
        foreach (ObjectSightings.Key key in _objects.Keys.Where(key => values.Contains(key.Value)).ToArray())
            _objects.Remove(key);
    }

    private void Note(string who, string action, long events, string detail)
        => _log.Add(new StoreLogEntry(_log.Count + 1, time.GetUtcNow(), who, action, events, detail));
}
