using IntelMQ.Messages;

namespace IntelMQ.Export;

/// <summary>
/// What of a failed batch the other side has already. The host sends the batch again, whole and in halves; what is noted here is left out
/// then, so that it does not arrive twice.
/// </summary>
public sealed class SentEvents
{
    private readonly HashSet<Event> _sent = new(ReferenceEqualityComparer.Instance);

    /// <summary>The events of a batch that are still to be sent.</summary>
    public List<Event> Left(IReadOnlyList<Event> batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var left = new List<Event>(batch.Count);
        for (int i = 0; i < batch.Count; i++)
        {
            if (!_sent.Contains(batch[i]))
                left.Add(batch[i]);
        }

        // A batch of which nothing is known is another one: what is kept for an earlier one has been dealt with.
        if (left.Count == batch.Count)
            _sent.Clear();
        return left;
    }

    /// <summary>Notes that the other side has an event, until the batch has gone through.</summary>
    public void Note(Event message) => _sent.Add(message);

    /// <summary>Forgets a batch that has gone through.</summary>
    public void Forget(IReadOnlyList<Event> batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (_sent.Count == 0)
            return;
        for (int i = 0; i < batch.Count; i++)
            _sent.Remove(batch[i]);
    }
}
