using System.Numerics;
using System.Runtime.InteropServices;

namespace IntelMQ.Lookups;

/// <summary>
/// One part of a <see cref="MemoryDeduplicationCache"/>: keys in the order they came, in segments that are never copied, and an index by
/// open addressing. 20 bytes an entry and 6 to 12 bytes of index. Not thread-safe.
/// </summary>
internal sealed class DeduplicationShard(ulong seed)
{
    /// <summary>The expiry of a key that is kept for ever.</summary>
    public const uint Never = uint.MaxValue;

    private const uint Removed = 0;
    private const int SegmentBits = 10;
    private const int SegmentSize = 1 << SegmentBits;
    private const uint Occupied = 1u << 31;

    private Entry[]?[] _segments = new Entry[]?[1];
    private Entry[]? _spare;
    private uint[] _index = new uint[16];
    private long _head;
    private long _tail;

    /// <summary>How many keys it holds; some may have expired.</summary>
    public int Count { get; private set; }

    /// <summary>How many places it takes: the keys, and those that came again before their old place's turn.</summary>
    public long QueueLength => _tail - _head;

    /// <summary>Whether a key is kept and not expired.</summary>
    public bool Contains(UInt128 key, uint now)
    {
        int slot = Find(key);
        return _index[slot] != 0 && Expiry(_index[slot]) > now;
    }

    /// <summary>Stores a key that is absent.</summary>
    public bool TryAdd(UInt128 key, uint expiry, uint now)
    {
        int slot = Find(key);
        if (_index[slot] != 0)
        {
            if (Expiry(_index[slot]) > now)
                return false;
            // It goes to the end of the queue; its old place is skipped when its turn comes.
            Expiry(_index[slot]) = Removed;
        }
        else
        {
            Count++;
        }

        _index[slot] = (uint)_tail | Occupied;
        Append(key, expiry);
        if (Count * 10L > _index.Length * 7L)
            Reindex(_index.Length * 2);
        else if (_tail - _head > (2L * Count) + SegmentSize)
            Compact();
        return true;
    }

    /// <summary>Forgets expired keys from the oldest on, up to the first that is not expired.</summary>
    /// <returns>How many.</returns>
    public int RemoveExpired(uint now)
    {
        int before = Count;
        while (_head < _tail && Expiry((uint)_head) <= now)
            RemoveHead();
        return before - Count;
    }

    /// <summary>Forgets a key.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Remove(UInt128 key)
    {
        int slot = Find(key);
        if (_index[slot] == 0)
            return false;
        // Its place is skipped when its turn comes.
        Expiry(_index[slot]) = Removed;
        RemoveSlot(slot);
        Count--;
        while (_head < _tail && Expiry((uint)_head) == Removed)
            RemoveHead();
        return true;
    }

    /// <summary>Forgets the oldest key.</summary>
    /// <returns>Whether there was one.</returns>
    public bool TryRemoveOldest()
    {
        int before = Count;
        while (Count == before && _head < _tail)
            RemoveHead();
        return Count < before;
    }

    /// <summary>Copies the keys that have not expired, the oldest first.</summary>
    public void CopyTo(List<(UInt128 Key, uint Expiry)> entries, uint now)
    {
        for (long at = _head; at < _tail; at++)
        {
            if (Expiry((uint)at) > now)
                entries.Add((Key((uint)at), Expiry((uint)at)));
        }
    }

    private ref uint Expiry(uint entry) => ref EntryAt(entry).Expiry;

    private UInt128 Key(uint entry) => EntryAt(entry).Key;

    private ref Entry EntryAt(uint entry)
    {
        Entry[] segment = _segments[(int)((entry & ~Occupied) >> SegmentBits) & (_segments.Length - 1)]!;
        return ref segment[(int)(entry & (SegmentSize - 1))];
    }

    // The seed keeps a sender from choosing messages whose keys meet in one place.
    private int Home(UInt128 key) => (int)((((ulong)key ^ (ulong)(key >> 64)) * seed) >> 33) & (_index.Length - 1);

    private int Find(UInt128 key)
    {
        int slot = Home(key);
        while (_index[slot] != 0 && Key(_index[slot]) != key)
            slot = (slot + 1) & (_index.Length - 1);
        return slot;
    }

    private void Append(UInt128 key, uint expiry)
    {
        if ((_tail & (SegmentSize - 1)) == 0)
            AddSegment();
        EntryAt((uint)_tail) = new Entry(key, expiry);
        _tail++;
    }

    private void AddSegment()
    {
        long number = _tail >> SegmentBits;
        long first = _head >> SegmentBits;
        if (number - first >= _segments.Length)
        {
            var grown = new Entry[]?[_segments.Length * 2];
            for (long at = first; at < number; at++)
                grown[(int)(at & (grown.Length - 1))] = _segments[(int)(at & (_segments.Length - 1))];
            _segments = grown;
        }

        _segments[(int)(number & (_segments.Length - 1))] = _spare ?? GC.AllocateUninitializedArray<Entry>(SegmentSize);
        _spare = null;
    }

    private void RemoveHead()
    {
        if (Expiry((uint)_head) != Removed)
        {
            RemoveSlot(Find(Key((uint)_head)));
            Count--;
        }

        _head++;
        if ((_head & (SegmentSize - 1)) == 0)
        {
            ref Entry[]? left = ref _segments[(int)((_head - 1) >> SegmentBits) & (_segments.Length - 1)];
            _spare = left;
            left = null;
        }
    }

    // Moves up what was pushed behind the slot, so that no marks of removed entries are needed.
    private void RemoveSlot(int hole)
    {
        int mask = _index.Length - 1;
        for (int next = (hole + 1) & mask; _index[next] != 0; next = (next + 1) & mask)
        {
            int home = Home(Key(_index[next]));
            if (((next - home) & mask) < ((next - hole) & mask))
                continue;
            _index[hole] = _index[next];
            hole = next;
        }

        _index[hole] = 0;
    }

    private void Reindex(int size)
    {
        _index = new uint[size];
        for (long at = _head; at < _tail; at++)
        {
            if (Expiry((uint)at) != Removed)
                _index[Find(Key((uint)at))] = (uint)at | Occupied;
        }
    }

    // Needed only where keys with different times to live come together: a lasting one at the head holds back those behind it.
    private void Compact()
    {
        long end = _tail;
        for (long at = _head; at < end; at++)
        {
            (UInt128 key, uint expiry) = (Key((uint)at), Expiry((uint)at));
            if (expiry != Removed)
                Append(key, expiry);
        }

        long segment = _head >> SegmentBits;
        for (; segment < end >> SegmentBits; segment++)
            _segments[(int)(segment & (_segments.Length - 1))] = null;
        _head = end;
        Reindex(Math.Max(16, (int)BitOperations.RoundUpToPowerOf2((uint)(Count * 10L / 7) + 1)));
    }

    // Key and expiry side by side, so that a look-up waits for memory once; packed, since a UInt128 would round it up to 32 bytes.
    [StructLayout(LayoutKind.Sequential, Pack = sizeof(uint))]
    private struct Entry(UInt128 key, uint expiry)
    {
        private readonly ulong _high = (ulong)(key >> 64);
        private readonly ulong _low = (ulong)key;

        public uint Expiry = expiry;

        public readonly UInt128 Key => new(_high, _low);
    }
}
