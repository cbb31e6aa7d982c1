using System.Numerics;
using IntelMQ.Schemas;

namespace IntelMQ.Messages;

// How values are stored and removed; arrays that a clone or a saved state shares are copied before the first write.
public abstract partial class Message
{
    /// <summary>Puts bytes into the tail.</summary>
    /// <returns>Where they start.</returns>
    private int AppendTail(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > Slot.MaxBytes - _tailLength)
            throw new InvalidOperationException("A message holds at most 512 MiB.");
        if (_tail.Length - _tailLength < bytes.Length || (_shared & Shared.Tail) != 0)
        {
            var grown = new byte[Math.Max(64, (_tailLength + bytes.Length) * 2)];
            _tail.AsSpan(0, _tailLength).CopyTo(grown);
            _tail = grown;
            _shared &= ~Shared.Tail;
        }

        int start = _tailLength;
        bytes.CopyTo(_tail.AsSpan(start));
        _tailLength += bytes.Length;
        return start;
    }

    private void Store(FieldKey key, Slot slot)
    {
        if (key.Ordinal < 0)
        {
            StoreExtra(key, slot);
            return;
        }

        int rank = RankOf(key.Ordinal);
        if (!SlotOf(key.Ordinal).IsEmpty)
        {
            if ((_shared & Shared.Slots) != 0)
                _slots = [.. _slots];
            _shared &= ~Shared.Slots;
            _slots[rank] = slot;
            return;
        }

        int count = BitOperations.PopCount(_low) + BitOperations.PopCount(_high);
        Slot[] target = _slots;
        if ((_shared & Shared.Slots) != 0 || _slots.Length == count)
        {
            // Room for a few more: experts rarely come alone.
            target = new Slot[count + 6];
            _slots.AsSpan(0, rank).CopyTo(target);
        }

        _slots.AsSpan(rank, count - rank).CopyTo(target.AsSpan(rank + 1));
        target[rank] = slot;
        _slots = target;
        _shared &= ~Shared.Slots;
        if (key.Ordinal < 64)
            _low |= 1UL << key.Ordinal;
        else
            _high |= 1UL << (key.Ordinal & 63);
    }

    private void StoreExtra(FieldKey key, Slot slot)
    {
        int index = FindExtra(key);
        if (index >= 0)
        {
            Own(ref _extraSlots, Shared.ExtraSlots, 0);
            _extraSlots[index] = slot;
            return;
        }

        index = ~index;
        Own(ref _extraKeys, Shared.ExtraKeys, 1);
        Own(ref _extraSlots, Shared.ExtraSlots, 1);
        _extraKeys.AsSpan(index, _extraCount - index).CopyTo(_extraKeys.AsSpan(index + 1));
        _extraSlots.AsSpan(index, _extraCount - index).CopyTo(_extraSlots.AsSpan(index + 1));
        _extraKeys[index] = key;
        _extraSlots[index] = slot;
        _extraCount++;
    }

    // Makes an array of extra fields the message's own, with room for more.
    private void Own<T>(ref T[] extra, Shared part, int more)
    {
        if ((_shared & part) == 0 && extra.Length >= _extraCount + more)
            return;
        // Doubled when it is full, so that many names set one by one do not each copy all others.
        int room = more == 0 ? 0 : extra.Length >= _extraCount + more ? more : Math.Max(4, _extraCount);
        var own = new T[_extraCount + room];
        extra.AsSpan(0, _extraCount).CopyTo(own);
        extra = own;
        _shared &= ~part;
    }

    private void Delete(FieldKey key)
    {
        if (key.Ordinal < 0)
        {
            int index = FindExtra(key);
            if (index < 0)
                return;
            Own(ref _extraKeys, Shared.ExtraKeys, 0);
            Own(ref _extraSlots, Shared.ExtraSlots, 0);
            _extraKeys.AsSpan(index + 1, _extraCount - index - 1).CopyTo(_extraKeys.AsSpan(index));
            _extraSlots.AsSpan(index + 1, _extraCount - index - 1).CopyTo(_extraSlots.AsSpan(index));
            _extraCount--;
            return;
        }

        if (SlotOf(key.Ordinal).IsEmpty)
            return;
        int rank = RankOf(key.Ordinal);
        int count = BitOperations.PopCount(_low) + BitOperations.PopCount(_high);
        if ((_shared & Shared.Slots) != 0)
            _slots = [.. _slots];
        _shared &= ~Shared.Slots;
        _slots.AsSpan(rank + 1, count - rank - 1).CopyTo(_slots.AsSpan(rank));
        if (key.Ordinal < 64)
            _low &= ~(1UL << key.Ordinal);
        else
            _high &= ~(1UL << (key.Ordinal & 63));
    }
}
