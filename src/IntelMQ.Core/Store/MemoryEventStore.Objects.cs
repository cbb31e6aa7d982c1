using IntelMQ.Messages;

namespace IntelMQ.Store;

public sealed partial class MemoryEventStore
{
    private readonly Dictionary<ObjectSightings.Key, TrackedObject> _objects = [];
    private readonly Dictionary<string, (bool IsComplete, DateTimeOffset? LastRun)> _feeds = new(StringComparer.Ordinal);
    private long _tracked;

    /// <inheritdoc/>
    public ValueTask<long> TrackAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            long count = 0;
            foreach ((long id, Event message, _) in _events.Where(one => one.Id > _tracked))
            {
                count++;
                _tracked = id;
                foreach (ObjectSightings.Key key in ObjectSightings.Of(message, out DateTimeOffset seen))
                {
                    _objects[key] = _objects.TryGetValue(key, out TrackedObject? known) ? ObjectRules.Seen(known, seen) : ObjectSightings.First(key, seen);
                    Ran(key.Feed, null, seen);
                }
            }

            return new(count);
        }
    }

    /// <inheritdoc/>
    public ValueTask DeclareFeedAsync(string feed, bool isComplete, DateTimeOffset? ran, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(feed);
        lock (_gate)
            Ran(feed, isComplete, ran);
        return default;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<TrackedObject>> FindObjectsAsync(ObjectQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        DateTimeOffset now = time.GetUtcNow();
        lock (_gate)
        {
            return new((IReadOnlyList<TrackedObject>)
            [
                .. _objects.Values
                    .Where(one => (query.Kind is null || one.Kind == query.Kind) && (query.Value is null || one.Value == query.Value) && (query.Feed is null || one.Feed == query.Feed) && (query.SeenFrom is null || one.LastSeen >= query.SeenFrom))
                    .OrderByDescending(static one => one.LastSeen)
                    .ThenBy(static one => one.Kind).ThenBy(static one => one.Value, StringComparer.Ordinal).ThenBy(static one => one.Port)
                    .Take(Math.Clamp(query.Limit, 1, ObjectQuery.MaxLimit))
                    .Select(one => one with { State = ObjectRules.StateOf(one.LastSeen, _feeds.GetValueOrDefault(one.Feed).IsComplete, _feeds.GetValueOrDefault(one.Feed).LastRun, now) }),
            ]);
        }
    }

    private void Ran(string feed, bool? isComplete, DateTimeOffset? ran)
    {
        (bool known, DateTimeOffset? last) = _feeds.GetValueOrDefault(feed);
        _feeds[feed] = (isComplete ?? known, ran is { } time && (last is null || time > last) ? time : last);
    }
}
