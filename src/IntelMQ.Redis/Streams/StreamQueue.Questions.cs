using System.Globalization;
using IntelMQ.Pipelines;
using IntelMQ.Redis.Server;
using StackExchange.Redis;

namespace IntelMQ.Redis.Streams;

// What may be asked of a queue beside its messages.
internal sealed partial class StreamQueue
{
    /// <summary>Counts what waits and what is in work, here and elsewhere; called under the lock.</summary>
    public async ValueTask<QueueStatus> CountAsync()
    {
        (long unread, long pending, string? oldest) = await CountAsync(Parts).ConfigureAwait(false);
        int waitingHere = _slots.Values.Count(static slot => slot.Holder is null);
        return new QueueStatus(unread + waitingHere, (int)Math.Min(int.MaxValue, Math.Max(0, pending - waitingHere)), unread + waitingHere == 0 ? null : TimeOf(oldest));
    }

    /// <summary>Looks at what waits; called under the lock.</summary>
    public async ValueTask<List<Delivery>> PeekAsync(int max)
    {
        var found = new List<Delivery>();
        foreach (StreamSlot slot in Parts.SelectMany(static part => part.Slots).Where(static slot => slot.Holder is null).Take(max))
            found.Add(Read(slot));
        if (found.Count == max)
            return found;
        RedisArguments arguments = Begin().Add(Streams).Add(max - found.Count);
        foreach (StreamPart part in Parts)
            arguments.Add(part.Number);
        foreach (RedisResult entry in (RedisResult[])(await server.RunAsync(StreamScripts.Peek, arguments).ConfigureAwait(false))!)
            found.Add(Read(new StreamSlot(Parts[0], (string)entry[0]!, 0, (byte[])entry[1]!, (byte[])entry[2]!, 1, 0)));
        return found;
    }

    /// <summary>Removes what waits; called under the lock.</summary>
    public async ValueTask<long> ClearAsync()
    {
        RedisArguments arguments = Begin().Add(Streams).Add(Leases);
        foreach (StreamPart part in Parts)
        {
            StreamSlot[] waiting = [.. part.Slots.Where(static slot => slot.Holder is null)];
            part.Write(arguments);
            arguments.Add(waiting.Length);
            foreach (StreamSlot slot in waiting)
                arguments.Add(slot.Id);
        }

        long removed = (long)await server.RunAsync(StreamScripts.Clear, arguments).ConfigureAwait(false);
        foreach (StreamPart part in Parts)
        {
            foreach (StreamSlot slot in part.Slots.Where(static slot => slot.Holder is null))
                _slots.Remove(slot.Tag);
            part.Slots.RemoveAll(static slot => slot.Holder is null);
        }

        Room.Pulse();
        Arrival.Pulse();
        return removed;
    }

    // What others hold may come back, also from the dead.
    private async ValueTask<bool> IsDrainedAsync(StreamQueueReader reader)
    {
        (long unread, long pending, _) = await CountAsync(Parts.Where(reader.Reads)).ConfigureAwait(false);
        return unread == 0 && pending == 0;
    }

    private async ValueTask<(long Unread, long Pending, string? Oldest)> CountAsync(IEnumerable<StreamPart> parts)
    {
        RedisArguments arguments = Begin().Add(Streams);
        foreach (StreamPart part in parts)
            arguments.Add(part.Number);
        var counts = (RedisResult[])(await server.RunAsync(StreamScripts.Count, arguments).ConfigureAwait(false))!;
        return ((long)counts[0], (long)counts[1], counts.Length > 2 ? (string?)counts[2] : null);
    }

    // Ids begin with the time of writing.
    private static DateTimeOffset? TimeOf(string? id)
        => id is not null && long.TryParse(id.AsSpan(0, Math.Max(0, id.IndexOf('-', StringComparison.Ordinal))), NumberStyles.None, CultureInfo.InvariantCulture, out long milliseconds) && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;
}
