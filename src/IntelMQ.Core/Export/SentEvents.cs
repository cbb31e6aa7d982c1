using System.Runtime.CompilerServices;
using IntelMQ.Messages;

namespace IntelMQ.Export;

/// <summary>
/// What of a failed batch the other side has already. The host sends the batch again, whole and in halves; what is noted here is left out
/// then, so that it does not arrive twice.
/// </summary>
public sealed class SentEvents
{
    // What nobody else holds any more cannot be sent again.
    private readonly ConditionalWeakTable<Event, object> _sent = [];
    private bool _isAny;

    /// <summary>The events of a batch that are still to be sent.</summary>
    public List<Event> Left(IReadOnlyList<Event> batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var left = new List<Event>(batch.Count);
        for (int i = 0; i < batch.Count; i++)
        {
            if (!_isAny || !_sent.TryGetValue(batch[i], out _))
                left.Add(batch[i]);
        }

        return left;
    }

    /// <summary>Notes that the other side has an event, until a batch that holds it has gone through.</summary>
    public void Note(Event message)
    {
        _isAny = true;
        _sent.AddOrUpdate(message, _sent);
    }

    /// <summary>Forgets a batch that has gone through.</summary>
    public void Forget(IReadOnlyList<Event> batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (!_isAny)
            return;
        for (int i = 0; i < batch.Count; i++)
            _sent.Remove(batch[i]);
    }
}
