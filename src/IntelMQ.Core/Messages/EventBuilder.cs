using System.Numerics;
using System.Runtime.CompilerServices;
using IntelMQ.Harmonization;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Messages;

/// <summary>
/// Makes events out of lines: collects slots while a row is read, then copies line and converted values into one array that the event
/// keeps. One builder serves a whole report; nothing of it stays in the events.
/// </summary>
/// <remarks>
/// A field's place is its ordinal; the names that were planned for follow behind the built-in fields. What has no place is found by name.
/// </remarks>
internal sealed partial class EventBuilder
{
    private readonly Utf8Buffer _written = new(1024);
    private readonly FieldKey[] _plannedKeys;
    private readonly Slot[] _slots;

    // A bit for each place: what the row has stored, and what the scope gives it.
    private readonly ulong[] _stored;
    private readonly ulong[] _shared;
    private MessageScope _scope = MessageScope.Empty;
    private int _lineLength;

    /// <summary>A builder that knows beforehand which names below <c>extra.</c> (and own fields) rows will set.</summary>
    /// <param name="schema">The events' schema.</param>
    /// <param name="plannedKeys">Sorted, without doubles.</param>
    public EventBuilder(Schema schema, FieldKey[] plannedKeys)
    {
        Schema = schema;
        _plannedKeys = plannedKeys;
        _slots = new Slot[BuiltInFields.MaxCount + plannedKeys.Length];
        _stored = new ulong[BuiltInWords + WordsFor(plannedKeys.Length)];
        _shared = new ulong[_stored.Length];
    }

    public Schema Schema { get; }

    /// <summary>Takes converted values; what is appended and not stored is carried along unused, so truncate it.</summary>
    public Utf8Buffer Written => _written;

    /// <summary>Sets what all following events share.</summary>
    public void SetScope(MessageScope scope)
    {
        _scope = scope;
        CoverScope();
    }

    /// <summary>Starts a row.</summary>
    /// <param name="lineLength">How many bytes of line the event is to keep.</param>
    public void Begin(int lineLength)
    {
        if (((_stored[0] & _scope.Low) | (_stored[1] & _scope.High)) != 0)
            CoverScope();
        Array.Clear(_stored);
        _shared[0] = _scope.Low;
        _shared[1] = _scope.High;
        _lineLength = lineLength;
        _written.Clear();
        if (_rewritten.Count > 0)
            ForgetRewritten();
        if (_other.Count > 0)
            ForgetOthers();
    }

    public bool Contains(int place) => ((_stored[place >> 6] | _shared[place >> 6]) & (1UL << place)) != 0;

    public bool Contains(FieldKey key) => !SlotOf(key).IsEmpty;

    /// <summary>The slot of a value that is a part of the line.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Slot InLine(FieldValueKind kind, int start, int length, bool plain) => new((SlotKind)kind, SlotRegion.Data, start, length, plain);

    /// <summary>The slot of a value that stands in <see cref="Written"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Slot InWritten(FieldValueKind kind, int start, int length, bool plain) => new((SlotKind)kind, SlotRegion.Data, _lineLength + start, length, plain);

    /// <summary>Stores a value at its place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(int place, Slot slot)
    {
        _slots[place] = slot;
        _stored[place >> 6] |= 1UL << place;
    }

    /// <summary>Stores a value.</summary>
    public void Store(FieldKey key, Slot slot)
    {
        if (key.Ordinal >= 0)
            Store(key.Ordinal, slot);
        else
            StoreOther(key, slot);
    }

    /// <summary>Stores a copy of a value.</summary>
    public void SetCopy(FieldKey key, FieldValue value)
    {
        int start = _written.Length;
        _written.Append(value.Utf8);
        Store(key, InWritten(value.Kind, start, value.Utf8.Length, plain: false));
    }

    /// <summary>Makes a part of the line the event's <c>raw</c>, behind the scope's prefix.</summary>
    public void SetRaw(FieldKey key, int start, int length)
        => Store(key, new Slot(_scope.RawPrefix.Length > 0 ? SlotKind.PrefixedBytes : SlotKind.Bytes, SlotRegion.Data, start, length, plain: true));

    public void Remove(FieldKey key)
    {
        int place = PlaceOf(key);
        if (place >= 0)
        {
            _stored[place >> 6] &= ~(1UL << place);
            _shared[place >> 6] &= ~(1UL << place);
            return;
        }

        _other.RemoveAll(entry => entry.Key.Name == key.Name);
        _otherIndex.Clear();
    }

    /// <summary>The value stored so far; the line is needed to look into it.</summary>
    public FieldValue Get(FieldKey key, ReadOnlySpan<byte> line)
    {
        Slot slot = SlotOf(key);
        if (slot.IsEmpty || slot.Kind >= SlotKind.Bytes)
            return FieldValue.Missing;
        ReadOnlySpan<byte> bytes = slot.Region == SlotRegion.Scope ? _scope.Bytes.AsSpan(slot.Start, slot.Length)
            : slot.Start >= _lineLength ? _written.Slice(slot.Start - _lineLength, slot.Length)
            : line.Slice(slot.Start, slot.Length);
        return FieldValue.Of((FieldValueKind)slot.Kind, bytes);
    }

    /// <summary>Makes the event.</summary>
    /// <param name="line">The bytes that <see cref="Begin"/> announced.</param>
    public Event Build(ReadOnlySpan<byte> line) => new(Schema, BuildParts(line));

    /// <summary>Makes the storage of a message.</summary>
    /// <param name="line">The bytes that <see cref="Begin"/> announced.</param>
    public MessageParts BuildParts(ReadOnlySpan<byte> line)
    {
        byte[] data = GC.AllocateUninitializedArray<byte>(_lineLength + _written.Length);
        line[.._lineLength].CopyTo(data);
        if (_rewritten.Count > 0)
            ApplyRewritten(data);
        _written.WrittenSpan.CopyTo(data.AsSpan(_lineLength));
        ulong low = _stored[0] | _shared[0];
        ulong high = _stored[1] | _shared[1];
        FieldKey[] planned = PlannedKeysThatAreStored();
        int builtIn = BitOperations.PopCount(low) + BitOperations.PopCount(high);
        var slots = new Slot[builtIn + planned.Length + _other.Count];
        int next = Collect(low, 0, slots, 0);
        next = Collect(high, 64, slots, next);
        for (int word = BuiltInWords; word < _stored.Length; word++)
            next = Collect(_stored[word], word * 64, slots, next);
        return new MessageParts
        {
            Data = data,
            Scope = _scope,
            Low = low,
            High = high,
            Slots = slots,
            ExtraKeys = _other.Count == 0 ? planned : WithOthers(planned, slots.AsSpan(builtIn)),
        };
    }

    private int Collect(ulong stored, int first, Slot[] slots, int next)
    {
        for (; stored != 0; stored &= stored - 1)
            slots[next++] = _slots[first + BitOperations.TrailingZeroCount(stored)];
        return next;
    }

    private int PlaceOf(FieldKey key)
    {
        if (key.Ordinal >= 0)
            return key.Ordinal;
        // Readers of messages plan for nothing.
        int planned = _plannedKeys.Length == 0 ? -1 : Array.IndexOf(_plannedKeys, key);
        return planned < 0 ? -1 : BuiltInFields.MaxCount + planned;
    }

    private Slot SlotOf(FieldKey key)
    {
        int place = PlaceOf(key);
        if (place >= 0)
            return Contains(place) ? _slots[place] : default;
        int other = IndexOfOther(key);
        return other >= 0 ? _other[other].Slot : default;
    }

    private void CoverScope()
    {
        int rank = 0;
        for (ulong bits = _scope.Low; bits != 0; bits &= bits - 1)
            _slots[BitOperations.TrailingZeroCount(bits)] = _scope.Slots[rank++];
        for (ulong bits = _scope.High; bits != 0; bits &= bits - 1)
            _slots[64 + BitOperations.TrailingZeroCount(bits)] = _scope.Slots[rank++];
    }
}
