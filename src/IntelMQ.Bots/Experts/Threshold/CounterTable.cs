using IntelMQ.Lookups;

namespace IntelMQ.Bots.Experts;

/// <summary>
/// Counts per key, each forgotten when it was not raised for a time; a bounded number of them, of which those make room that were raised
/// longest ago. Changes can be taken back until they are committed. Not thread-safe.
/// </summary>
internal sealed class CounterTable(int maxKeys)
{
    private const int KeptCapacity = 1 << 16;

    private readonly Dictionary<DeduplicationKey, LinkedListNode<Counter>> _counters = [];
    private readonly LinkedList<Counter> _order = new();
    private List<Counter> _undo = [];

    public int Count => _counters.Count;

    /// <summary>Raises a count.</summary>
    /// <returns>The new count.</returns>
    public long Raise(DeduplicationKey key, DateTimeOffset now, TimeSpan timeToLive)
    {
        while (_order.First is { } oldest && oldest.Value.Expiry <= now)
            Remove(oldest);
        long count = _counters.TryGetValue(key, out LinkedListNode<Counter>? node) ? node.Value.Count : 0;
        _undo.Add(new Counter(key, count, node?.Value.Expiry ?? default));
        Put(new Counter(key, count + 1, now + timeToLive));
        return count + 1;
    }

    public void Commit()
    {
        if (_undo.Capacity > KeptCapacity)
            _undo = [];
        _undo.Clear();
    }

    public void Rollback()
    {
        for (int i = _undo.Count - 1; i >= 0; i--)
        {
            if (_undo[i].Count > 0)
                Put(_undo[i]);
            else if (_counters.TryGetValue(_undo[i].Key, out LinkedListNode<Counter>? node))
                Remove(node);
        }

        Commit();
    }

    private void Put(Counter counter)
    {
        if (_counters.TryGetValue(counter.Key, out LinkedListNode<Counter>? node))
            _order.Remove(node);
        else
            _counters[counter.Key] = node = new LinkedListNode<Counter>(counter);
        node.Value = counter;
        _order.AddLast(node);
        if (_counters.Count > maxKeys)
            Remove(_order.First!);
    }

    private void Remove(LinkedListNode<Counter> node)
    {
        _order.Remove(node);
        _counters.Remove(node.Value.Key);
    }

    private readonly record struct Counter(DeduplicationKey Key, long Count, DateTimeOffset Expiry);
}
