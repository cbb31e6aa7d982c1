using IntelMQ.Pipelines;
using IntelMQ.Redis.Server;
using StackExchange.Redis;

namespace IntelMQ.Redis.Streams;

// How messages come from the server to a reader.
internal sealed partial class StreamQueue
{
    // More would hold the server for too long.
    private const int MaxTaken = 1024;
    private const long MaxTakenBytes = 8 << 20;

    private long _nextTag = 1;
    private long _usualSize = 1 << 20;
    private int _first;
    private long _looked;

    private async ValueTask FetchAsync(StreamQueueReader reader, int max, long maxBytes)
    {
        List<StreamPart> own = [.. Parts.Where(reader.Reads)];
        if (own.Count == 0)
            return;
        // No part always comes first.
        _first = (_first + 1) & 0xFFFF;
        (List<(StreamPart Part, string Asked)> asked, int room) = _share.IsKnown ? _share.Ask(Parts, [.. own.Select((_, i) => own[(i + _first) % own.Count])]) : ([], 0);
        if (asked is [(var held, StreamShare.Read)] && await TryReadAsync(held, max, maxBytes).ConfigureAwait(false))
            return;
        _looked = _options.Time.GetTimestamp();
        RedisArguments arguments = Begin().Add(Streams).Add(Leases).Add(host).Add((long)_options.LeaseTime.TotalMilliseconds)
            .Add(max).Add(maxBytes).Add(Math.Clamp(maxBytes / _usualSize, 1, 256)).Add(room).Add(asked.Count);
        foreach ((StreamPart part, string what) in asked)
        {
            part.Write(arguments);
            arguments.Add(what);
        }

        RedisResult answer;
        try
        {
            answer = await server.RunAsync(StreamScripts.Take, arguments).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // What the server may have handed out is asked for anew.
            foreach ((StreamPart part, _) in asked)
                Lose(part);
            throw;
        }

        if (answer.IsNull)
        {
            // The server has come back empty.
            await DeclareAsync(Parts.Length).ConfigureAwait(false);
            return;
        }

        bool wasKnown = _share.IsKnown;
        for (int i = 0; i < asked.Count; i++)
            Take(asked[i].Part, asked[i].Asked, (RedisResult[])answer[i + 1]!);
        _share.Follow((int)answer[0], Parts);
        if (!wasKnown)
            await FetchAsync(reader, max, maxBytes).ConfigureAwait(false);
    }

    // A part that is held, and no other wanted, is read without the script, through which each message would pass as text of its own; now and
    // then by it, since it also tells how many hosts there are, and them of this one.
    private async ValueTask<bool> TryReadAsync(StreamPart part, int max, long maxBytes)
    {
        if (_looked == 0 || _options.Time.GetElapsedTime(_looked) > _options.PollInterval)
            return false;
        int wanted = (int)Math.Min(max, Math.Clamp(maxBytes / _usualSize, 1, 256));
        StreamEntry[]? entries;
        try
        {
            entries = await server.RunTogetherAsync(
                _options.StateDatabase,
                [Condition.HashEqual(Leases, part.Number, part.Fence)],
                transaction => transaction.StreamReadGroupAsync(Streams + RedisArguments.TextOf(part.Number), "intelmq", "reader", StreamPosition.NewMessages, wanted)).ConfigureAwait(false);
        }
        catch (IOException exception) when (exception.InnerException is RedisServerException { Message: var message } && message.Contains("NOGROUP", StringComparison.Ordinal))
        {
            // Somebody has deleted the stream, which the script makes anew.
            return false;
        }
        catch (IOException)
        {
            // What the server may have handed out is asked for anew.
            Lose(part);
            throw;
        }

        if (entries is null)
            return false;
        long size = 0;
        foreach (StreamEntry entry in entries)
        {
            byte[] payload = (byte[]?)entry["m"] ?? [];
            Add(new StreamSlot(part, entry.Id!, _nextTag++, payload, (byte[]?)entry["e"] ?? [], 1, 0));
            size += payload.Length;
        }

        if (entries.Length > 0)
            _usualSize = Math.Max(1, size / entries.Length);
        return true;
    }

    private void Add(StreamSlot slot)
    {
        slot.Part.Slots.Add(slot);
        _slots.Add(slot.Tag, slot);
    }

    private void Take(StreamPart part, string asked, RedisResult[] answer)
    {
        switch ((string)answer[0]!)
        {
            case "held" when asked == StreamShare.Open:
                Lose(part);
                part.Hold((string)answer[1]!);
                break;
            case "lost":
                Lose(part);
                return;
            case "free":
                part.Leave();
                return;
            case "busy":
                part.PassedOverSince = null;
                return;
        }

        var entries = (RedisResult[])answer[2]!;
        long size = 0;
        foreach (RedisResult entry in entries)
        {
            byte[] payload = (byte[])entry[1]!;
            Add(new StreamSlot(part, (string)entry[0]!, _nextTag++, payload, (byte[])entry[2]!, (int)entry[3], (long)entry[4]));
            size += payload.Length;
        }

        if (entries.Length > 0)
            _usualSize = Math.Max(1, size / entries.Length);
    }

    private void TakeWaiting(StreamQueueReader reader, int max, long maxBytes, List<Delivery> into)
    {
        long bytes = 0;
        foreach (StreamPart part in Parts)
        {
            if (part.Slots.Count == 0 || !reader.Reads(part))
                continue;
            foreach (StreamSlot slot in part.Slots)
            {
                if (into.Count >= max || bytes >= maxBytes)
                    return;
                if (slot.Holder is not null)
                    continue;
                slot.Holder = reader;
                bytes += slot.Payload.Length;
                into.Add(Read(slot));
            }
        }
    }
}
