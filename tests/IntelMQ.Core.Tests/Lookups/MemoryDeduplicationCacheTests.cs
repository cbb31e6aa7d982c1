using System.Buffers.Binary;
using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Lookups;

namespace IntelMQ.Core.Tests.Lookups;

public sealed class MemoryDeduplicationCacheTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private readonly SteppedClock _clock = new();

    [Fact]
    public void A_key_is_kept_until_its_time_is_over()
    {
        var cache = new MemoryDeduplicationCache(100, _clock);
        Assert.Equal(1, cache.AddIfAbsent([Key(1)], TimeSpan.FromSeconds(10)));

        _clock.Now += TimeSpan.FromSeconds(9.9);
        Assert.True(cache.Contains(Key(1)));
        _clock.Now += TimeSpan.FromSeconds(0.2);
        Assert.False(cache.Contains(Key(1)));
        Assert.Equal(1, cache.AddIfAbsent([Key(1)], TimeSpan.FromSeconds(10)));
        Assert.Equal(1, cache.Count);
    }

    [Fact]
    public void A_key_that_is_added_again_keeps_its_time()
    {
        var cache = new MemoryDeduplicationCache(100, _clock);
        cache.AddIfAbsent([Key(1)], TimeSpan.FromSeconds(10));
        _clock.Now += TimeSpan.FromSeconds(6);

        Assert.Equal(0, cache.AddIfAbsent([Key(1)], TimeSpan.FromSeconds(10)));
        _clock.Now += TimeSpan.FromSeconds(6);
        Assert.False(cache.Contains(Key(1)));
    }

    [Fact]
    public void Without_time_to_live_a_key_stays_for_ever()
    {
        var cache = new MemoryDeduplicationCache(100, _clock);
        cache.AddIfAbsent([Key(1)], TimeSpan.Zero);
        _clock.Now += TimeSpan.FromDays(10_000);

        Assert.True(cache.Contains(Key(1)));
    }

    [Theory]
    [InlineData(3650)]
    [InlineData(-3650)]
    [InlineData(2)]
    public void A_clock_that_jumps_neither_forgets_nor_keeps_for_ever(int days)
    {
        var clock = new JumpingClock();
        var cache = new MemoryDeduplicationCache(100, clock);
        cache.AddIfAbsent([Key(1)], TimeSpan.FromHours(2));
        clock.Pass(TimeSpan.FromHours(1));
        clock.Jump(TimeSpan.FromDays(days));
        Assert.True(cache.Contains(Key(1)));
        Assert.Equal(1, cache.AddIfAbsent([Key(2), Key(1)], TimeSpan.FromHours(2)));
        clock.Jump(TimeSpan.FromDays(-days));
        Assert.True(cache.Contains(Key(1)));
        Assert.True(cache.Contains(Key(2)));
        clock.Pass(TimeSpan.FromHours(1));
        Assert.False(cache.Contains(Key(1)));
        Assert.True(cache.Contains(Key(2)));
        clock.Pass(TimeSpan.FromHours(1));
        Assert.False(cache.Contains(Key(2)));
        Assert.Equal(1, cache.AddIfAbsent([Key(2)], TimeSpan.FromHours(2)));
    }

    [Fact]
    public void The_oldest_make_room()
    {
        var cache = new MemoryDeduplicationCache(3, _clock);
        cache.AddIfAbsent([Key(1), Key(2), Key(3), Key(4), Key(5)], Day);

        Assert.Equal([false, false, true, true, true], Enumerable.Range(1, 5).Select(i => cache.Contains(Key(i))));
        Assert.Equal((3, 2), (cache.Count, cache.Evictions));
    }

    [Fact]
    public void Expired_keys_make_room_without_counting_as_evicted()
    {
        var cache = new MemoryDeduplicationCache(3, _clock);
        cache.AddIfAbsent([Key(1), Key(2), Key(3)], TimeSpan.FromSeconds(5));
        _clock.Now += TimeSpan.FromSeconds(10);
        cache.AddIfAbsent([Key(4)], Day);

        Assert.Equal((1, 0), (cache.Count, cache.Evictions));
    }

    [Fact]
    public void It_answers_as_a_plain_set_with_expiries_does()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<(byte Key, byte TimeToLive, byte Step)[]>(), operations =>
        {
            var clock = new SteppedClock();
            var cache = new MemoryDeduplicationCache(1000, clock);
            var expected = new Dictionary<byte, DateTimeOffset>();
            foreach ((byte key, byte timeToLive, byte step) in operations)
            {
                clock.Now += TimeSpan.FromSeconds(step % 8);
                bool known = expected.TryGetValue(key, out DateTimeOffset until) && until > clock.Now;
                if (cache.Contains(Key(key)) != known || cache.AddIfAbsent([Key(key)], TimeSpan.FromSeconds(timeToLive % 16)) != (known ? 0 : 1))
                    return false;
                if (!known)
                    expected[key] = timeToLive % 16 == 0 ? DateTimeOffset.MaxValue : clock.Now + TimeSpan.FromSeconds(timeToLive % 16);
            }

            return true;
        }).Check(Fuzz.Quick);
    }

    [Fact]
    public void A_lasting_key_at_the_head_does_not_let_the_queue_grow()
    {
        var shard = new DeduplicationShard(seed: 0x9E3779B97F4A7C15);
        shard.TryAdd(1, DeduplicationShard.Never, 1);
        for (uint now = 1; now < 100_000; now++)
        {
            shard.RemoveExpired(now);
            Assert.True(shard.TryAdd(2 + (now % 10), now + 1, now));
        }

        Assert.True(shard.Contains(1, 100_000));
        Assert.Equal(11, shard.Count);
        Assert.InRange(shard.QueueLength, 11, 2000);
    }

    [Fact]
    public void A_key_takes_at_most_64_bytes_growth_included()
    {
        const int count = 500_000;
        var cache = new MemoryDeduplicationCache(count, _clock);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < count; i++)
            cache.AddIfAbsent([Key(i)], Day);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal((count, 0), (cache.Count, cache.Evictions));
        Assert.InRange(allocated, 20L * count, 64L * count);
    }

    [Fact]
    public void A_large_cache_holds_what_it_may_and_evicts_old_keys()
    {
        const int count = 150_000;
        // Two parts, so that the oldest key of a part is not always the oldest of all.
        var cache = new MemoryDeduplicationCache(132_000, _clock);
        for (int i = 0; i < count; i++)
            cache.AddIfAbsent([Key(i)], Day);

        Assert.Equal((132_000, 18_000), (cache.Count, cache.Evictions));
        Assert.DoesNotContain(Enumerable.Range(0, 14_000), i => cache.Contains(Key(i)));
        Assert.DoesNotContain(Enumerable.Range(22_000, 128_000), i => !cache.Contains(Key(i)));
    }

    [Fact]
    public void Threads_may_share_it()
    {
        var cache = new MemoryDeduplicationCache(1_000_000, _clock);
        int added = 0;
        Parallel.For(0, 8, _ =>
        {
            for (int i = 0; i < 20_000; i++)
                Interlocked.Add(ref added, cache.AddIfAbsent([Key(i)], Day));
        });

        Assert.Equal(20_000, added);
        Assert.Equal(20_000, cache.Count);
    }

    [Fact]
    public void The_keys_that_are_handed_out_are_those_whose_time_is_not_over()
    {
        var cache = new MemoryDeduplicationCache(1000, _clock);
        cache.AddIfAbsent([Key(1)], TimeSpan.FromSeconds(10));
        cache.AddIfAbsent([Key(2)], Day);
        cache.AddIfAbsent([Key(3)], TimeSpan.Zero);
        _clock.Now += TimeSpan.FromSeconds(20);

        var other = new MemoryDeduplicationCache(1000, _clock);
        foreach ((UInt128 key, uint expiry) in cache.Entries())
            other.Add(key, expiry);

        Assert.Equal(2, other.Count);
        Assert.Equal([false, true, true], Enumerable.Range(1, 3).Select(i => other.Contains(Key(i))));
    }

    [Fact]
    public void A_key_is_written_as_the_hash_it_was_made_of()
    {
        byte[] hash = SHA256.HashData("example.com"u8);

        Assert.Equal(Convert.ToHexStringLower(hash), DeduplicationKey.FromHash(hash).ToString());
    }

    private static DeduplicationKey Key(int number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(bytes, hash);
        return DeduplicationKey.FromHash(hash);
    }

    private sealed class JumpingClock : TimeProvider
    {
        private DateTimeOffset _now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
        private long _timestamp;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _timestamp;

        public override DateTimeOffset GetUtcNow() => _now;

        public void Pass(TimeSpan time)
        {
            _now += time;
            _timestamp += time.Ticks;
        }

        public void Jump(TimeSpan time) => _now += time;
    }

    private sealed class SteppedClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
