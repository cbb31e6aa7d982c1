using System.Numerics;
using IntelMQ.Schemas;

namespace IntelMQ.Messages;

// What has no place of its own: members of "extra" and own fields, those that were planned for and others.
internal sealed partial class EventBuilder
{
    private const int FewOthers = 16;
    private const int MaxSharedPlanned = 64;
    private const int MaxSharedKeys = 256;

    private static readonly Comparer<FieldKey> ByName = Comparer<FieldKey>.Create(static (a, b) => a.NameUtf8.SequenceCompareTo(b.NameUtf8));

    private readonly List<ExtraEntry> _other = [];
    private readonly Dictionary<string, int> _otherIndex = new(StringComparer.Ordinal);
    private readonly Dictionary<ulong, FieldKey[]> _sharedKeys = [];
    private bool _otherSorted = true;

    private void StoreOther(FieldKey key, Slot slot)
    {
        int planned = Array.IndexOf(_plannedKeys, key);
        if (planned >= 0)
        {
            Store(key, planned, slot);
            return;
        }

        // Names mostly come sorted; then there is nothing to look for and nothing to sort.
        if (_otherSorted && (_other.Count == 0 || _other[^1].Key.NameUtf8.SequenceCompareTo(key.NameUtf8) < 0))
        {
            _other.Add(new ExtraEntry(key, slot));
            return;
        }

        _otherSorted = false;
        int other = IndexOfOther(key);
        if (other >= 0)
            _other[other] = new ExtraEntry(key, slot);
        else
            _other.Add(new ExtraEntry(key, slot));
    }

    private int IndexOfOther(FieldKey key)
    {
        // A line made to be slow may have thousands of names that nobody planned for.
        if (_other.Count > FewOthers)
        {
            for (int i = _otherIndex.Count; i < _other.Count; i++)
                _otherIndex[_other[i].Key.Name] = i;
            return _otherIndex.GetValueOrDefault(key.Name, -1);
        }

        for (int i = 0; i < _other.Count; i++)
        {
            if (ReferenceEquals(_other[i].Key, key) || _other[i].Key.Name == key.Name)
                return i;
        }

        return -1;
    }

    private void ForgetOthers()
    {
        _other.Clear();
        _otherIndex.Clear();
        _otherSorted = true;
    }

    // The names of what has no place of its own, sorted, and the slots that go with them.
    private FieldKey[] ExtraKeys(out Slot[] slots)
    {
        slots = _plannedCount + _other.Count == 0 ? [] : new Slot[_plannedCount + _other.Count];
        int next = 0;
        if (_planned.Length <= MaxSharedPlanned)
        {
            for (ulong bits = _plannedSet; bits != 0; bits &= bits - 1)
                slots[next++] = _planned[BitOperations.TrailingZeroCount(bits)];
        }
        else
        {
            for (int i = 0; next < _plannedCount; i++)
            {
                if (!_planned[i].IsEmpty)
                    slots[next++] = _planned[i];
            }
        }

        if (_other.Count == 0)
            return PlannedKeysThatAreSet();

        var keys = new FieldKey[slots.Length];
        PlannedKeysThatAreSet().CopyTo(keys, 0);
        foreach (ExtraEntry entry in _other)
            (keys[next], slots[next++]) = (entry.Key, entry.Slot);
        if (_plannedCount > 0 || !_otherSorted)
            Array.Sort(keys, slots, ByName);
        return keys;
    }

    // Rows that leave the same cells empty have the same names, and share one array of them.
    private FieldKey[] PlannedKeysThatAreSet()
    {
        if (_plannedCount == 0)
            return [];
        if (_sharedKeys.TryGetValue(_plannedSet, out FieldKey[]? shared))
            return shared;
        var keys = new FieldKey[_plannedCount];
        int next = 0;
        for (int i = 0; i < _planned.Length; i++)
        {
            if (!_planned[i].IsEmpty)
                keys[next++] = _plannedKeys[i];
        }

        if (_planned.Length <= MaxSharedPlanned && _sharedKeys.Count < MaxSharedKeys)
            _sharedKeys.Add(_plannedSet, keys);
        return keys;
    }
}
