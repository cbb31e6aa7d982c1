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
            OwnSlots();
            _slots[rank] = slot;
            return;
        }

        InsertSlot(rank, slot);
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
            OwnSlots();
            _slots[BuiltInCount + index] = slot;
            return;
        }

        index = ~index;
        InsertSlot(BuiltInCount + index, slot);
        OwnExtraKeys(more: 1);
        _extraKeys.AsSpan(index, _extraCount - index).CopyTo(_extraKeys.AsSpan(index + 1));
        _extraKeys[index] = key;
        _extraCount++;
    }

    private void Delete(FieldKey key)
    {
        if (key.Ordinal < 0)
        {
            int index = FindExtra(key);
            if (index < 0)
                return;
            RemoveSlot(BuiltInCount + index);
            OwnExtraKeys(more: 0);
            _extraKeys.AsSpan(index + 1, _extraCount - index - 1).CopyTo(_extraKeys.AsSpan(index));
            _extraCount--;
            return;
        }

        if (SlotOf(key.Ordinal).IsEmpty)
            return;
        RemoveSlot(RankOf(key.Ordinal));
        if (key.Ordinal < 64)
            _low &= ~(1UL << key.Ordinal);
        else
            _high &= ~(1UL << (key.Ordinal & 63));
    }

    private void InsertSlot(int place, Slot slot)
    {
        int count = Count;
        Slot[] target = _slots;
        if ((_shared & Shared.Slots) != 0 || _slots.Length == count)
        {
            // Room for a few more: experts rarely come alone, and many names set one by one must not each copy all others.
            target = new Slot[count + 6 + (_extraCount / 2)];
            _slots.AsSpan(0, place).CopyTo(target);
        }

        _slots.AsSpan(place, count - place).CopyTo(target.AsSpan(place + 1));
        target[place] = slot;
        _slots = target;
        _shared &= ~Shared.Slots;
    }

    private void RemoveSlot(int place)
    {
        OwnSlots();
        _slots.AsSpan(place + 1, Count - place - 1).CopyTo(_slots.AsSpan(place));
    }

    private void OwnSlots()
    {
        if ((_shared & Shared.Slots) != 0)
            _slots = [.. _slots];
        _shared &= ~Shared.Slots;
    }

    private void OwnExtraKeys(int more)
    {
        if ((_shared & Shared.ExtraKeys) == 0 && _extraKeys.Length >= _extraCount + more)
            return;
        // Doubled when it is full, so that many names set one by one do not each copy all others.
        int room = more == 0 ? 0 : Math.Max(4, _extraCount);
        var own = new FieldKey[_extraCount + room];
        _extraKeys.AsSpan(0, _extraCount).CopyTo(own);
        _extraKeys = own;
        _shared &= ~Shared.ExtraKeys;
    }
}
