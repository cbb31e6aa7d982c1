using System.Numerics;
using IntelMQ.Schemas;

namespace IntelMQ.Messages;

// What has no place of its own: members of "extra" and own fields, those that were planned for and others.
internal sealed partial class EventBuilder
{
    private const int FewOthers = 16;
    private const int BuiltInWords = BuiltInFields.MaxCount / 64;
    private const int MaxSharedKeys = 256;

    private static readonly Comparer<FieldKey> ByName = Comparer<FieldKey>.Create(static (a, b) => a.NameUtf8.SequenceCompareTo(b.NameUtf8));

    private readonly List<ExtraEntry> _other = [];
    private readonly Dictionary<string, int> _otherIndex = new(StringComparer.Ordinal);
    private readonly Dictionary<ulong, FieldKey[]> _sharedKeys = [];
    private bool _otherSorted = true;

    private static int WordsFor(int bits) => (bits + 63) / 64;

    private void StoreOther(FieldKey key, Slot slot)
    {
        int place = PlaceOf(key);
        if (place >= 0)
        {
            Store(place, slot);
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

    // All names that have no slot of their own, sorted, together with what they hold.
    private FieldKey[] WithOthers(FieldKey[] planned, Span<Slot> slots)
    {
        var keys = new FieldKey[planned.Length + _other.Count];
        planned.CopyTo(keys, 0);
        for (int i = 0; i < _other.Count; i++)
            (keys[planned.Length + i], slots[planned.Length + i]) = (_other[i].Key, _other[i].Slot);
        if (planned.Length > 0 || !_otherSorted)
            keys.AsSpan().Sort(slots, ByName);
        return keys;
    }

    // Rows that leave the same cells empty have the same names, and share one array of them.
    private FieldKey[] PlannedKeysThatAreStored()
    {
        if (_plannedKeys.Length == 0)
            return [];
        ulong stored = _stored[BuiltInWords];
        bool mayShare = _plannedKeys.Length <= 64;
        if (mayShare && _sharedKeys.TryGetValue(stored, out FieldKey[]? shared))
            return shared;
        int count = 0;
        foreach (ulong word in _stored.AsSpan(BuiltInWords))
            count += BitOperations.PopCount(word);
        var keys = new FieldKey[count];
        for (int planned = 0, next = 0; next < count; planned++)
        {
            if (Contains(BuiltInFields.MaxCount + planned))
                keys[next++] = _plannedKeys[planned];
        }

        if (mayShare && _sharedKeys.Count < MaxSharedKeys)
            _sharedKeys.Add(stored, keys);
        return keys;
    }
}
