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
internal sealed partial class EventBuilder
{
    private readonly Slot[] _slots = new Slot[BuiltInFields.MaxCount];
    private readonly Utf8Buffer _written = new(1024);
    private readonly FieldKey[] _plannedKeys;
    private readonly Slot[] _planned;
    private MessageScope _scope = MessageScope.Empty;
    private ulong _low;
    private ulong _high;
    private ulong _plannedSet;
    private int _plannedCount;
    private int _lineLength;

    /// <summary>A builder that knows beforehand which names below <c>extra.</c> (and own fields) rows will set.</summary>
    /// <param name="schema">The events' schema.</param>
    /// <param name="plannedKeys">Sorted, without doubles.</param>
    public EventBuilder(Schema schema, FieldKey[] plannedKeys)
    {
        Schema = schema;
        _plannedKeys = plannedKeys;
        _planned = new Slot[plannedKeys.Length];
    }

    public Schema Schema { get; }

    /// <summary>Takes converted values; what is appended and not stored is carried along unused, so truncate it.</summary>
    public Utf8Buffer Written => _written;

    public bool IsEmpty => _low == _scope.Low && _high == _scope.High && _plannedCount == 0 && _other.Count == 0;

    /// <summary>Sets what all following events share.</summary>
    public void SetScope(MessageScope scope) => _scope = scope;

    /// <summary>Starts a row.</summary>
    /// <param name="lineLength">How many bytes of line the event is to keep.</param>
    public void Begin(int lineLength)
    {
        CoverScope();
        _low = _scope.Low;
        _high = _scope.High;
        _lineLength = lineLength;
        _written.Clear();
        if (_plannedCount > 0)
        {
            Array.Clear(_planned);
            _plannedSet = 0;
            _plannedCount = 0;
        }

        if (_other.Count > 0)
            ForgetOthers();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Contains(int ordinal) => ((ordinal < 64 ? _low : _high) & (1UL << (ordinal & 63))) != 0;

    public bool Contains(FieldKey key) => key.Ordinal >= 0 ? Contains(key.Ordinal) : !SlotOf(key).IsEmpty;

    /// <summary>Stores a value that is a part of the line.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SetFromLine(FieldKey key, int planned, FieldValueKind kind, int start, int length, bool plain)
        => Store(key, planned, new Slot((SlotKind)kind, SlotRegion.Data, start, length, plain));

    /// <summary>Stores a value that stands in <see cref="Written"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SetWritten(FieldKey key, int planned, FieldValueKind kind, int start, int length, bool plain)
        => Store(key, planned, new Slot((SlotKind)kind, SlotRegion.Data, _lineLength + start, length, plain));

    /// <summary>Stores a copy of a value.</summary>
    public void SetCopy(FieldKey key, FieldValue value)
    {
        int start = _written.Length;
        _written.Append(value.Utf8);
        SetWritten(key, -1, value.Kind, start, value.Utf8.Length, plain: false);
    }

    /// <summary>Makes a part of the line the event's <c>raw</c>, behind the scope's prefix.</summary>
    public void SetRaw(FieldKey key, int start, int length)
        => Store(key, -1, new Slot(_scope.RawPrefix.Length > 0 ? SlotKind.PrefixedBytes : SlotKind.Bytes, SlotRegion.Data, start, length, plain: true));

    /// <summary>Makes a part of what was written the event's <c>raw</c>, without the scope's prefix.</summary>
    public void SetRawWritten(FieldKey key, int start, int length)
        => Store(key, -1, new Slot(SlotKind.Bytes, SlotRegion.Data, _lineLength + start, length, plain: true));

    public void Remove(FieldKey key)
    {
        if (key.Ordinal >= 64)
        {
            _high &= ~(1UL << (key.Ordinal & 63));
        }
        else if (key.Ordinal >= 0)
        {
            _low &= ~(1UL << key.Ordinal);
        }
        else if (Array.IndexOf(_plannedKeys, key) is >= 0 and var planned && !_planned[planned].IsEmpty)
        {
            _planned[planned] = default;
            _plannedSet &= ~(1UL << planned);
            _plannedCount--;
        }
        else
        {
            _other.RemoveAll(entry => entry.Key.Name == key.Name);
            _otherIndex.Clear();
        }
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
        _written.WrittenSpan.CopyTo(data.AsSpan(_lineLength));
        var slots = new Slot[BitOperations.PopCount(_low) + BitOperations.PopCount(_high)];
        int rank = 0;
        for (ulong bits = _low; bits != 0; bits &= bits - 1)
            slots[rank++] = _slots[BitOperations.TrailingZeroCount(bits)];
        for (ulong bits = _high; bits != 0; bits &= bits - 1)
            slots[rank++] = _slots[64 + BitOperations.TrailingZeroCount(bits)];
        return new MessageParts
        {
            Data = data,
            Scope = _scope,
            Low = _low,
            High = _high,
            Slots = slots,
            ExtraKeys = ExtraKeys(out Slot[] extraSlots),
            ExtraSlots = extraSlots,
        };
    }

    private Slot SlotOf(FieldKey key)
    {
        if (key.Ordinal >= 0)
            return Contains(key.Ordinal) ? _slots[key.Ordinal] : default;
        int planned = Array.IndexOf(_plannedKeys, key);
        if (planned >= 0)
            return _planned[planned];
        int other = IndexOfOther(key);
        return other >= 0 ? _other[other].Slot : default;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Store(FieldKey key, int planned, Slot slot)
    {
        int ordinal = key.Ordinal;
        if ((uint)ordinal < BuiltInFields.MaxCount)
        {
            _slots[ordinal] = slot;
            if (ordinal < 64)
                _low |= 1UL << ordinal;
            else
                _high |= 1UL << (ordinal & 63);
        }
        else if (planned >= 0)
        {
            _plannedCount += _planned[planned].IsEmpty ? 1 : 0;
            _plannedSet |= 1UL << planned;
            _planned[planned] = slot;
        }
        else
        {
            StoreOther(key, slot);
        }
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
