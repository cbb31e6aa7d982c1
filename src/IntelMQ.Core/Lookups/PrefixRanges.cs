using System.Numerics;
using System.Runtime.CompilerServices;

namespace IntelMQ.Lookups;

/// <summary>
/// Prefixes flattened into ranges: sorted first addresses, each with the entry that holds from there to the next (-1: none).
/// </summary>
/// <typeparam name="TKey">The unsigned number of an address.</typeparam>
internal sealed class PrefixRanges<TKey>
    where TKey : struct, IBinaryInteger<TKey>, IMinMaxValue<TKey>
{
    private const int IndexBits = 16;

    private readonly TKey[] _starts;
    private readonly int[] _entries;

    // Where the ranges begin whose first address has a given value in its top bits; saves most steps of the search. Empty for small tables.
    private readonly int[] _index;

    private PrefixRanges(TKey[] starts, int[] entries, int prefixCount)
    {
        _starts = starts;
        _entries = entries;
        _index = starts.Length > 1 << 10 ? BuildIndex(starts) : [];
        PrefixCount = prefixCount;
    }

    /// <summary>How many different prefixes went in.</summary>
    public int PrefixCount { get; }

    private static int Bits => Unsafe.SizeOf<TKey>() * 8;

    /// <summary>Flattens the prefixes; sorts them in place.</summary>
    public static PrefixRanges<TKey> Build(Span<Prefix<TKey>> prefixes)
    {
        prefixes.Sort();
        var starts = new List<TKey>(prefixes.Length + 1);
        var entries = new List<int>(prefixes.Length + 1);
        // The prefixes that enclose the current one: at most one for each length.
        var open = new Stack<Prefix<TKey>>();
        int count = 0;
        for (int i = 0; i < prefixes.Length; i++)
        {
            Prefix<TKey> prefix = prefixes[i];
            bool isReplaced = i + 1 < prefixes.Length && prefixes[i + 1].First == prefix.First && prefixes[i + 1].Length == prefix.Length;
            if (isReplaced)
                continue;
            count++;
            CloseBefore(prefix.First);
            Start(prefix.First, prefix.Entry);
            open.Push(prefix);
        }
        CloseBefore(null);
        return new PrefixRanges<TKey>([.. starts], [.. entries], count);

        // Ends the prefixes that do not reach the address (null: all); what encloses them holds again.
        void CloseBefore(TKey? address)
        {
            while (open.TryPeek(out Prefix<TKey> top) && (address is null || top.Last(Bits) < address.Value))
            {
                open.Pop();
                TKey last = top.Last(Bits);
                if (last != TKey.MaxValue)
                    Start(last + TKey.One, open.TryPeek(out Prefix<TKey> outer) ? outer.Entry : -1);
            }
        }

        void Start(TKey first, int entry)
        {
            if (starts.Count > 0 && starts[^1] == first)
                entries[^1] = entry;
            else
            {
                starts.Add(first);
                entries.Add(entry);
            }
        }
    }

    /// <summary>The entry of the longest prefix that the address lies in, or -1.</summary>
    public int Find(TKey address)
    {
        int low = 0;
        int high = _starts.Length;
        if (_index.Length > 0)
        {
            int top = int.CreateTruncating(address >>> (Bits - IndexBits));
            low = _index[top];
            high = _index[top + 1];
        }
        // The first range that starts after the address, within those that start with the same top bits.
        while (low < high)
        {
            int middle = (int)((uint)(low + high) >> 1);
            if (_starts[middle] <= address)
                low = middle + 1;
            else
                high = middle;
        }
        return low == 0 ? -1 : _entries[low - 1];
    }

    private static int[] BuildIndex(TKey[] starts)
    {
        int[] index = new int[(1 << IndexBits) + 1];
        int next = 0;
        for (int top = 0; top < 1 << IndexBits; top++)
        {
            index[top] = next;
            while (next < starts.Length && int.CreateTruncating(starts[next] >>> (Bits - IndexBits)) == top)
                next++;
        }
        index[^1] = starts.Length;
        return index;
    }
}
