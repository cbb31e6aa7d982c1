using System.Numerics;
using System.Security.Cryptography;

namespace IntelMQ.Lookups;

/// <summary>
/// Remembers keys in memory. Holds a bounded number of keys, the oldest of which make room for new ones; a
/// key takes 26 to 32 bytes. Thread-safe.
/// </summary>
/// <remarks>
/// Keys are cut to 128 bits: with a hundred million of them the chance that any two messages are mistaken for each other is below one in
/// 10^22. A clock that is set by more than a day while the cache lives changes nothing: no key is forgotten or kept for it. Which key is
/// the oldest is decided within one part of the table, of some ten thousand keys, once there is more than one part.
/// </remarks>
public sealed class MemoryDeduplicationCache
{
    private const int KeysPerShard = 1 << 16;
    private const int MaxShards = 256;

    private readonly TimeProvider _clock;
    private readonly SteadyClock? _steady;
    private readonly DeduplicationShard[] _shards;
    private readonly Lock[] _locks;
    private long _count;
    private long _evictions;

    /// <summary>Creates an empty cache.</summary>
    /// <param name="maxKeys">How many keys it holds at most.</param>
    /// <param name="time">The clock.</param>
    public MemoryDeduplicationCache(long maxKeys, TimeProvider time)
        : this(maxKeys, time, new SteadyClock(time))
    {
    }

    private MemoryDeduplicationCache(long maxKeys, TimeProvider time, SteadyClock? steady)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxKeys);
        ArgumentNullException.ThrowIfNull(time);
        MaxKeys = maxKeys;
        _clock = time;
        _steady = steady;
        int shards = (int)BitOperations.RoundUpToPowerOf2((ulong)Math.Clamp(maxKeys / KeysPerShard, 1, MaxShards));
        ulong seed = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))) | 1;
        _shards = new DeduplicationShard[shards];
        _locks = new Lock[shards];
        for (int i = 0; i < shards; i++)
            (_shards[i], _locks[i]) = (new DeduplicationShard(seed), new Lock());
    }

    /// <summary>How many keys it holds at most.</summary>
    public long MaxKeys { get; }

    /// <summary>How many keys it holds; some may have expired.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>How many keys made room for others before their time was over.</summary>
    public long Evictions => Interlocked.Read(ref _evictions);

    /// <summary>Whether a key is kept and its time is not over.</summary>
    public bool Contains(in DeduplicationKey key)
    {
        int shard = ShardOf(key.FirstHalf);
        uint now = Now();
        lock (_locks[shard])
            return _shards[shard].Contains(key.FirstHalf, now);
    }

    /// <summary>Stores keys that are absent; a key that is kept already keeps its time to live.</summary>
    /// <param name="keys">The keys, the oldest first.</param>
    /// <param name="timeToLive">How long they are kept; <see cref="TimeSpan.Zero"/> for ever.</param>
    /// <returns>How many were absent.</returns>
    public int AddIfAbsent(ReadOnlySpan<DeduplicationKey> keys, TimeSpan timeToLive)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(timeToLive, TimeSpan.Zero);
        uint now = Now();
        uint expiry = timeToLive == TimeSpan.Zero ? DeduplicationShard.Never : Expiry(timeToLive);
        int added = 0;
        foreach (ref readonly DeduplicationKey key in keys)
            added += Add(key.FirstHalf, expiry, now) ? 1 : 0;
        return added;
    }

    private DateTimeOffset Time => _steady?.Now ?? _clock.GetUtcNow();

    /// <summary>Creates an empty cache that goes by a clock that does not jump.</summary>
    internal static MemoryDeduplicationCache Along(TimeProvider line, long maxKeys) => new(maxKeys, line, null);

    /// <summary>Stores a key where it is absent.</summary>
    internal bool TryAdd(in DeduplicationKey key, DateTimeOffset? expires)
        => Add(key.FirstHalf, expires is { } until ? ExpiryOf(_steady?.Of(until) ?? until) : DeduplicationShard.Never, Now());

    /// <summary>Forgets a key.</summary>
    internal void Remove(in DeduplicationKey key)
    {
        int shard = ShardOf(key.FirstHalf);
        lock (_locks[shard])
        {
            if (_shards[shard].Remove(key.FirstHalf))
                Interlocked.Decrement(ref _count);
        }
    }

    /// <summary>The same keys with another limit.</summary>
    internal MemoryDeduplicationCache With(long maxKeys)
    {
        var other = _steady is null ? Along(_clock, maxKeys) : new MemoryDeduplicationCache(maxKeys, _clock);
        uint now = Now();
        foreach (List<(UInt128 Key, uint Expiry)> block in Blocks())
        {
            foreach ((UInt128 key, uint expiry) in block)
                other.Add(key, expiry, now);
        }

        return other;
    }

    /// <summary>Adds a key as <see cref="Entries"/> gives it.</summary>
    internal void Add(UInt128 key, uint expiry) => Add(key, expiry, Now());

    /// <summary>The keys whose time is not over, and when it will be, in seconds since 1970.</summary>
    internal IEnumerable<(UInt128 Key, uint Expiry)> Entries() => Blocks().SelectMany(static block => block);

    private bool Add(UInt128 key, uint expiry, uint now)
    {
        int shard = ShardOf(key);
        lock (_locks[shard])
        {
            int change = -_shards[shard].RemoveExpired(now);
            bool added;
            int before = _shards[shard].Count;
            added = _shards[shard].TryAdd(key, expiry, now);
            change += _shards[shard].Count - before;
            Interlocked.Add(ref _count, change);
            if (!added)
                return false;
        }

        while (Interlocked.Read(ref _count) > MaxKeys)
            Evict(shard);
        return true;
    }

    private void Evict(int first)
    {
        for (int i = 0; i < _shards.Length; i++)
        {
            int shard = (first + i) & (_shards.Length - 1);
            lock (_locks[shard])
            {
                if (!_shards[shard].TryRemoveOldest())
                    continue;
                Interlocked.Decrement(ref _count);
                Interlocked.Increment(ref _evictions);
                return;
            }
        }
    }

    private IEnumerable<List<(UInt128 Key, uint Expiry)>> Blocks()
    {
        uint now = Now();
        var entries = new List<(UInt128, uint)>();
        for (int i = 0; i < _shards.Length; i++)
        {
            entries.Clear();
            lock (_locks[i])
                _shards[i].CopyTo(entries, now);
            // What leaves here is in the clock's own time, since another process knows no other.
            long ahead = (long)(_steady?.Ahead.TotalSeconds ?? 0);
            for (int at = 0; ahead != 0 && at < entries.Count; at++)
            {
                if (entries[at].Item2 != DeduplicationShard.Never)
                    entries[at] = (entries[at].Item1, Moved(entries[at].Item2, ahead));
            }

            yield return entries;
        }
    }

    private int ShardOf(UInt128 key) => (int)(uint)(key >> 96) & (_shards.Length - 1);

    private uint Now() => (uint)Math.Clamp(Time.ToUnixTimeSeconds(), 1, DeduplicationShard.Never - 1);

    private static uint Moved(uint expiry, long seconds) => (uint)Math.Clamp(expiry + seconds, 1, DeduplicationShard.Never - 1);

    private uint Expiry(TimeSpan timeToLive)
    {
        double until = Math.Ceiling((Time.ToUnixTimeMilliseconds() / 1000.0) + timeToLive.TotalSeconds);
        return (uint)Math.Clamp(until, 1, DeduplicationShard.Never);
    }

    /// <summary>When a key is forgotten, in seconds since 1970; rounded up, so that it is kept at least as long as asked.</summary>
    internal static uint ExpiryOf(DateTimeOffset until) => (uint)Math.Clamp((until.ToUnixTimeMilliseconds() + 999) / 1000, 1, DeduplicationShard.Never);
}
