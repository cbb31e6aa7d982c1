using System.Runtime.InteropServices;
using IntelMQ.Benchmarks.Figures;
using IntelMQ.Lookups;

namespace IntelMQ.Benchmarks.Lookups;

/// <summary>
/// The deduplicator's memory with ten million keys: what a key takes, at the end and at most while it grows, and how long it takes to add
/// and to find one. The floor is a hash set of the framework with room for all keys from the start.
/// </summary>
internal static class DeduplicatorFigures
{
    private const int Keys = 10_000_000;
    private const int MaxBytesPerKey = 64;
    private const int Repeats = 3;

    /// <summary>Bytes per key.</summary>
    public static Figure Memory()
    {
        (MemoryDeduplicationCache cache, long used, long most) = Grow(static () => new MemoryDeduplicationCache(Keys, TimeProvider.System), Fill);
        Agreement.Check(Keys, cache.Count);
        (HashSet<UInt128> set, long setUsed, long setMost) = Grow(static () => new HashSet<UInt128>(), Fill);
        Agreement.Check(Keys, set.Count);
        var table = new FigureTable("10 million keys", "bytes per key", "at most while growing", "limit", "");
        double peak = (double)most / Keys;
        table.Add("MemoryDeduplicationCache", (double)used / Keys, peak, MaxBytesPerKey.ToString(System.Globalization.CultureInfo.InvariantCulture), peak <= MaxBytesPerKey ? "ok" : "over");
        table.Add("HashSet<UInt128>, without expiry and order", (double)setUsed / Keys, (double)setMost / Keys, "", "");
        return new Figure("lookups-deduplicator-memory", table, [], peak <= MaxBytesPerKey);
    }

    /// <summary>Nanoseconds per key.</summary>
    public static Figure Time()
    {
        var cache = new MemoryDeduplicationCache(Keys, TimeProvider.System);
        var set = new HashSet<UInt128>(Keys);
        var table = new FigureTable("step", "ns per key", "floor, ns", "times the floor");
        Add(table, "a new key, from none to 10 million", () => Fill(set = new HashSet<UInt128>(Keys), static () => { }), () => Fill(cache = new MemoryDeduplicationCache(Keys, TimeProvider.System), static () => { }));
        Add(table, "a key that is known", () => Find(set), () => Find(cache));
        int generation = 0;
        int setGeneration = 0;
        Add(table, "a new key where there is room for none", () => Replace(set, setGeneration++), () => Fill(cache, static () => { }, ++generation));
        return new Figure("lookups-deduplicator-time", table);
    }

    private static void Add(FigureTable table, string step, Action floor, Action product)
    {
        RoundsResult result = Rounds.Run(Keys, floor, product, Repeats);
        table.Add(step, result.Product.Processor, result.Floor.Processor, result.Ratio);
    }

    private static (T Filled, long Used, long Most) Grow<T>(Func<T> create, Action<T, Action> fill)
    {
        long before = Heap.InUse();
        T target = create();
        long most = 0;
        fill(target, () => most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: false) - before));
        return (target, Heap.InUse() - before, most);
    }

    private static void Fill(MemoryDeduplicationCache cache, Action look) => Fill(cache, look, 0);

    private static void Fill(MemoryDeduplicationCache cache, Action look, int generation)
    {
        Span<DeduplicationKey> keys = stackalloc DeduplicationKey[1];
        for (int i = 0; i < Keys; i++)
        {
            keys[0] = Key(i, generation);
            cache.AddIfAbsent(keys, TimeSpan.FromDays(1));
            if ((i & 0xFFF) == 0)
                look();
        }
    }

    private static void Find(MemoryDeduplicationCache cache)
    {
        int found = 0;
        for (int i = 0; i < Keys; i++)
            found += cache.Contains(Key(i, 0)) ? 1 : 0;
        Agreement.Check(Keys, found);
    }

    private static void Fill(HashSet<UInt128> set, Action look)
    {
        for (int i = 0; i < Keys; i++)
        {
            set.Add(Half(i, 0));
            if ((i & 0xFFF) == 0)
                look();
        }
    }

    private static void Find(HashSet<UInt128> set)
    {
        int found = 0;
        for (int i = 0; i < Keys; i++)
            found += set.Contains(Half(i, 0)) ? 1 : 0;
        Agreement.Check(Keys, found);
    }

    private static void Replace(HashSet<UInt128> set, int generation)
    {
        for (int i = 0; i < Keys; i++)
        {
            set.Remove(Half(i, generation));
            set.Add(Half(i, generation + 1));
        }
    }

    private static DeduplicationKey Key(int number, int generation)
    {
        Span<UInt128> hash = stackalloc UInt128[2];
        hash[0] = Half(number, generation);
        hash[1] = 0;
        return DeduplicationKey.FromHash(MemoryMarshal.AsBytes(hash));
    }

    // As even as a SHA-256, at a fraction of its cost (the finalizer of SplitMix64).
    private static UInt128 Half(int number, int generation)
    {
        ulong seed = ((ulong)(uint)generation << 32) | (uint)number;
        return new UInt128(Mix(seed), Mix(~seed));
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
