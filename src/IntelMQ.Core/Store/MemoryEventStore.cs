using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Store;

/// <summary>
/// A store in memory that asks every event: for tests and trials, and what other stores are held against. It knows all batches since it was
/// made, and nothing outlives it.
/// </summary>
/// <param name="schema">The fields that its events have.</param>
/// <param name="time">The clock.</param>
/// <example><code>var store = new MemoryEventStore(Schema.Default, TimeProvider.System);
/// await store.AppendAsync(new EventBatch([new Event { ["source.ip"] = "192.0.2.7" }]), default);</code></example>
public sealed partial class MemoryEventStore(Schema schema, TimeProvider time) : IEventStore
{
    private readonly Lock _gate = new();
    private readonly List<(long Id, Event Message, EventLineage? Lineage)> _events = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private long _lastId;

    /// <inheritdoc/>
    public Schema Schema => schema;

    /// <inheritdoc/>
    public ValueTask<AppendResult> AppendAsync(EventBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (batch.Id is { } id && !_known.Add("batch " + id))
                return new(new AppendResult(0, batch.Events.Count));
            string[] digests = [.. batch.Events.Select((message, i) => DigestOf(message, batch.Lineage?[i]))];
            int stored = 0;
            for (int i = 0; i < digests.Length; i++)
            {
                if (batch.Id is null && _known.Contains(digests[i]))
                    continue;
                EventLineage? lineage = batch.Lineage?[i] is { } given ? given with { Batch = batch.Id, Origin = batch.Origin, Stored = time.GetUtcNow() } : null;
                _events.Add((++_lastId, batch.Events[i].Clone(), lineage));
                stored++;
            }

            if (batch.Id is null)
                _known.UnionWith(digests);
            return new(new AppendResult(stored, digests.Length - stored));
        }
    }

    /// <inheritdoc/>
    public ValueTask<StoredEvent?> FindAsync(long id, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            foreach ((long own, Event message, _) in _events)
            {
                if (own == id)
                    return new(new StoredEvent(id, message.Clone(), BoundQuery.CursorOf(null, id)));
            }
        }

        return new((StoredEvent?)null);
    }

    /// <inheritdoc/>
    public ValueTask<EventLineage?> FindLineageAsync(long id, CancellationToken cancellationToken)
    {
        lock (_gate)
            return new(_events.Find(one => one.Id == id).Lineage);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredEvent> QueryAsync(EventQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        BoundQuery bound = StoreQueries.Bind(query, schema);
        var order = new StoredOrder(bound);
        foreach ((long id, Event message) in order.Sorted(Matching(bound.Filter)).Take(query.Limit))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new StoredEvent(id, message.Clone(), BoundQuery.CursorOf(order.KeyOf(message), id));
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask<EventCount> CountAsync(EventQuery query, long atMost, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        BoundQuery bound = StoreQueries.Bind(query with { After = null }, schema);
        long count = Matching(bound.Filter).Count;
        return new(new EventCount(Math.Min(count, atMost), count > atMost));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<EventGroup>> GroupAsync(GroupQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        BoundGroups bound = StoreQueries.Bind(query, schema);
        IEnumerable<EventGroup> groups = Matching(bound.Filter)
            .Select(one => (Keys: bound.Keys.Select(key => BucketOf(key, one.Message)).ToImmutableArray(), Value: bound.Distinct is { } field ? TextOf(field, one.Message) : null))
            .GroupBy(static one => string.Join('\0', one.Keys.Select(static key => key is null ? "-" : "+" + key)), StringComparer.Ordinal)
            .Select(group => new EventGroup(group.First().Keys, group.LongCount(), bound.Distinct is null ? null : group.Select(static one => one.Value).Where(static value => value is not null).Distinct(StringComparer.Ordinal).LongCount()));
        return new(StoreQueries.Ordered(groups, query.Limit));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => default;

    private List<(long Id, Event Message)> Matching(BoundFilter? filter)
    {
        lock (_gate)
            return [.. _events.Where(one => filter?.Matches(one.Message) ?? true).Select(static one => (one.Id, one.Message))];
    }

    private static string? BucketOf(BoundGroupKey key, Event message)
    {
        if (TextOf(key.Field, message) is not { } text || key.Span is not { } span)
            return TextOf(key.Field, message);
        return UtcTime.TryRead(System.Text.Encoding.UTF8.GetBytes(text), out DateTimeOffset instant) ? StoreQueries.BeginningOf(span, instant) : null;
    }

    private static string? TextOf(BoundField field, Event message)
    {
        FieldValue value = field.ValueOf(message);
        return value.Kind is FieldValueKind.Missing or FieldValueKind.Null ? null : value.ToString();
    }

    private static string DigestOf(Event message, EventLineage? lineage)
    {
        var buffer = new Utf8Buffer();
        RecentBatches.Append(message, lineage, buffer);
        return Convert.ToHexString(SHA256.HashData(buffer.WrittenSpan));
    }
}
