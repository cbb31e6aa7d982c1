using IntelMQ.Pipelines;

namespace IntelMQ.RabbitMq.Queues;

// What is asked of a queue: how it stands, whether there is room, what is in it.
internal sealed partial class RabbitQueue
{
    private long _estimate;
    private long _estimatedAt;
    private DateTimeOffset? _waitsSince;

    /// <summary>Counts what waits and what is in work; called under the lock.</summary>
    public async ValueTask<QueueStatus> CountAsync(CancellationToken cancellationToken)
    {
        long total = await CountTotalAsync(cancellationToken).ConfigureAwait(false);
        long waiting = total - Window.InWork;
        _waitsSince = waiting == 0 ? null : _waitsSince ?? _options.Time.GetUtcNow();
        QueueSlot? oldest = Window.Slots.FirstOrDefault(static slot => slot.IsWaiting);
        return new QueueStatus(waiting, Window.InWork, waiting == 0 ? null : oldest?.Sent ?? _waitsSince);
    }

    /// <summary>Whether a batch is let in.</summary>
    public async ValueTask<bool> HasRoomAsync(CancellationToken cancellationToken)
    {
        if (Capacity is not { } capacity)
            return true;
        // Others may write as well, so the count is good for a while only.
        if (_estimatedAt != 0 && Interlocked.Read(ref _estimate) < capacity && _options.Time.GetElapsedTime(_estimatedAt) < _options.PollInterval)
            return true;
        using (await LockAsync(cancellationToken).ConfigureAwait(false))
        {
            long total = await CountTotalAsync(cancellationToken).ConfigureAwait(false);
            Interlocked.Exchange(ref _estimate, total);
            _estimatedAt = _options.Time.GetTimestamp();
            return total < capacity;
        }
    }

    /// <summary>Looks at what waits; called under the lock.</summary>
    public async ValueTask<List<Delivery>> PeekAsync(int max, CancellationToken cancellationToken)
    {
        await SettleDownAsync().ConfigureAwait(false);
        List<Delivery> found = [.. Window.Slots.Where(static slot => slot.IsWaiting).Take(max).Select(slot => slot.Read(_messages))];
        if (found.Count == max)
            return found;
        foreach (byte[] payload in await _broker.Counter.PeekAsync(Name, max - found.Count, cancellationToken).ConfigureAwait(false))
            found.Add(new QueueSlot(payload, 0, 0, 0).Read(_messages));
        return found;
    }

    /// <summary>Removes what waits; called under the lock.</summary>
    public async ValueTask<long> ClearAsync(CancellationToken cancellationToken)
    {
        long removed = await _broker.Counter.PurgeAsync(Name, cancellationToken).ConfigureAwait(false);
        await SettleDownAsync().ConfigureAwait(false);
        foreach (QueueSlot slot in Window.Slots.Where(static slot => slot.IsWaiting).ToArray())
        {
            Window.Finish(slot);
            removed++;
        }

        await AcknowledgeAsync().ConfigureAwait(false);
        Interlocked.Exchange(ref _estimatedAt, 0);
        Room.Pulse();
        Arrival.Pulse();
        return removed;
    }

    // Exact where nothing moves: what the server counts, and what it has handed to this process before and after.
    private async ValueTask<long> CountTotalAsync(CancellationToken cancellationToken)
    {
        for (int i = 0; ; i++)
        {
            await SettleDownAsync().ConfigureAwait(false);
            long before = _source.Count;
            long ready = await _broker.Counter.CountAsync(Name, cancellationToken).ConfigureAwait(false);
            await SettleDownAsync().ConfigureAwait(false);
            if (_source.Count == before || i == 3)
                return ready + Window.Waiting + Window.InWork;
        }
    }
}
