using System.Buffers.Binary;
using IntelMQ.State;

namespace IntelMQ.S3;

/// <summary>Events that wait for their object, as lines in the bot's state, in the order in which they came.</summary>
/// <param name="values">Where they are kept: the time of observation and the line, by number.</param>
internal sealed class WaitingLines(StateValues values)
{
    private const int Head = 8;

    private long? _next;

    // What belongs to an object already, although the commit that forgets it may still be under way.
    private long _done = -1;

    /// <summary>How many wait, as far as the bot's own thread knows.</summary>
    public int Count { get; private set; }

    /// <summary>Takes a line in.</summary>
    public void Add(DateTimeOffset observed, ReadOnlySpan<byte> line)
    {
        if (_next is null)
            ReadAll();
        Span<byte> key = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(key, _next!.Value);
        byte[] value = new byte[Head + line.Length];
        BinaryPrimitives.WriteInt64BigEndian(value, observed.UtcTicks);
        line.CopyTo(value.AsSpan(Head));
        values.Set(key, value, timeToLive: null);
        _next++;
        Count++;
    }

    /// <summary>What waits, stored or about to be; for the bot's own thread.</summary>
    public List<StateEntry> ReadAll()
    {
        List<StateEntry> all = Sorted(values.ReadAll());
        _next = Math.Max(_next ?? 0, all.Count == 0 ? 0 : NumberOf(all[^1]) + 1);
        Count = all.Count;
        return all;
    }

    /// <summary>What is stored and belongs to no object; for any thread.</summary>
    public List<StateEntry> ReadStored()
    {
        long done = Interlocked.Read(ref _done);
        return [.. Sorted(values.ReadStored()).Where(entry => NumberOf(entry) > done)];
    }

    /// <summary>Forgets lines together with the event that is worked on.</summary>
    public void Remove(IReadOnlyList<StateEntry> entries)
    {
        foreach (StateEntry entry in entries)
            values.Remove(entry.Key.Span);
        if (entries.Count > 0)
            Interlocked.Exchange(ref _done, NumberOf(entries[^1]));
        Count = 0;
    }

    /// <summary>Forgets lines at once; for any thread.</summary>
    public ValueTask RemoveStoredAsync(IEnumerable<StateEntry> entries, CancellationToken cancellationToken)
        => values.RemoveStoredAsync([.. entries.Select(static entry => entry.Key)], cancellationToken);

    /// <summary>When an entry's event was observed.</summary>
    public static DateTimeOffset ObservedOf(StateEntry entry) => new(BinaryPrimitives.ReadInt64BigEndian(entry.Value.Span), TimeSpan.Zero);

    /// <summary>The lines of entries.</summary>
    public static byte[] LinesOf(IReadOnlyList<StateEntry> entries)
    {
        byte[] lines = new byte[entries.Sum(static entry => entry.Value.Length - Head)];
        int at = 0;
        foreach (StateEntry entry in entries)
        {
            entry.Value.Span[Head..].CopyTo(lines.AsSpan(at));
            at += entry.Value.Length - Head;
        }

        return lines;
    }

    private static List<StateEntry> Sorted(IReadOnlyList<StateEntry> entries)
        => [.. entries.OrderBy(NumberOf)];

    private static long NumberOf(StateEntry entry) => BinaryPrimitives.ReadInt64BigEndian(entry.Key.Span);
}
