using System.Buffers.Text;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;
using IntelMQ.Harmonization;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Messages;

/// <summary>
/// A flat set of fields and their wire values: the base of <see cref="Event"/> and <see cref="Report"/>. Not thread-safe; what a bot
/// hands on belongs to the receiver. A message holds its own bytes, nothing of a buffer that is used again, so it may be kept for hours.
/// </summary>
public abstract partial class Message
{
    [ThreadStatic]
    private static Utf8Buffer? _scratch;

    private byte[] _data;
    private byte[] _tail = [];
    private int _tailLength;
    private MessageScope _scope;
    private ReadOnlyMemory<byte> _raw;
    private ulong _low;
    private ulong _high;
    private Slot[] _slots;
    private FieldKey[] _extraKeys;
    private int _extraCount;
    private Shared _shared;

    private protected Message(Schema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        Schema = schema;
        _data = [];
        _scope = MessageScope.Empty;
        _slots = [];
        _extraKeys = [];
    }

    private protected Message(Schema schema, in MessageParts parts)
    {
        Schema = schema;
        _data = parts.Data;
        _scope = parts.Scope;
        _low = parts.Low;
        _high = parts.High;
        _slots = parts.Slots;
        _extraKeys = parts.ExtraKeys;
        _extraCount = parts.ExtraKeys.Length;
        _shared = Shared.ExtraKeys;
    }

    private protected Message(Message other)
    {
        Schema = other.Schema;
        // Both go on with the same arrays; whoever writes first makes its own.
        other._shared = Shared.All;
        _shared = Shared.All;
        (_data, _tail, _tailLength, _scope, _raw) = (other._data, other._tail, other._tailLength, other._scope, other._raw);
        (_low, _high, _slots) = (other._low, other._high, other._slots);
        (_extraKeys, _extraCount) = (other._extraKeys, other._extraCount);
    }

    [Flags]
    private enum Shared : byte
    {
        None = 0,
        Slots = 1,
        ExtraKeys = 2,
        Tail = 4,
        All = Slots | ExtraKeys | Tail,
    }

    /// <summary>The fields that the message may have.</summary>
    public Schema Schema { get; }

    /// <summary>How many fields are set, each member of <c>extra</c> counted.</summary>
    public int Count => BuiltInCount + _extraCount;

    /// <summary><c>Event</c> or <c>Report</c>: the value of <c>__type</c>.</summary>
    internal abstract string TypeName { get; }

    /// <summary>Whether a field of the schema may stand in this kind of message.</summary>
    private protected abstract bool Allows(FieldDefinition definition);

    internal ulong Low => _low;

    internal ulong High => _high;

    /// <summary>The names that have no place of their own, sorted.</summary>
    internal ReadOnlySpan<FieldKey> ExtraKeys => _extraKeys.AsSpan(0, _extraCount);

    /// <summary>The slots of <see cref="ExtraKeys"/>.</summary>
    internal ReadOnlySpan<Slot> ExtraSlots => _slots.AsSpan(BuiltInCount, _extraCount);

    /// <summary>Finds where a built-in field's value stands; an empty slot where it is absent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Slot SlotOf(int ordinal)
    {
        ulong bits = ordinal < 64 ? _low : _high;
        ulong bit = 1UL << (ordinal & 63);
        return (bits & bit) == 0 ? default : _slots[RankOf(ordinal)];
    }

    internal Slot SlotOf(FieldKey key)
    {
        if (key.Ordinal >= 0)
            return SlotOf(key.Ordinal);
        int index = FindExtra(key);
        return index < 0 ? default : _slots[BuiltInCount + index];
    }

    /// <summary>The slots of the built-in fields that are set, by ordinal, then those of <see cref="ExtraKeys"/>; there may be room behind them.</summary>
    internal ReadOnlySpan<Slot> Slots => _slots;

    /// <summary>Whether a value is an array or object.</summary>
    internal bool HasNested
    {
        get
        {
            foreach (Slot slot in ExtraSlots)
            {
                if (slot.Kind == SlotKind.Json)
                    return true;
            }

            return false;
        }
    }

    /// <summary>How many built-in fields are set, and so how many slots stand in front of those of <see cref="ExtraKeys"/>.</summary>
    private int BuiltInCount => BitOperations.PopCount(_low) + BitOperations.PopCount(_high);

    /// <summary>The bytes of a slot, without the shared prefix of <c>raw</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ReadOnlySpan<byte> BytesOf(Slot slot) => slot.Region switch
    {
        SlotRegion.Data => _data.AsSpan(slot.Start, slot.Length),
        SlotRegion.Tail => _tail.AsSpan(slot.Start, slot.Length),
        SlotRegion.Scope => _scope.Bytes.AsSpan(slot.Start, slot.Length),
        _ => _raw.Span.Slice(slot.Start, slot.Length),
    };

    internal MessageScope Scope => _scope;

    internal FieldValue ValueOf(Slot slot)
    {
        if (slot.IsEmpty)
            return FieldValue.Missing;
        if (slot.Kind < SlotKind.Bytes)
            return FieldValue.Of((FieldValueKind)slot.Kind, BytesOf(slot));
        var base64 = new Utf8Buffer((RawLength(slot) / 3 * 4) + 4);
        AppendBase64(slot, base64);
        return FieldValue.Text(base64.WrittenSpan);
    }

    /// <summary>Appends the Base64 of a slot of bytes.</summary>
    internal void AppendBase64(Slot slot, Utf8Buffer output)
    {
        ReadOnlySpan<byte> bytes = BytesOf(slot);
        if (slot.Kind == SlotKind.PrefixedBytes)
        {
            output.Append(_scope.RawPrefixBase64);
            byte[] rest = _scope.RawPrefixRest;
            if (rest.Length > 0)
            {
                // The group that the prefix leaves open is completed with the line's first bytes.
                Span<byte> group = stackalloc byte[3];
                rest.CopyTo(group);
                int taken = Math.Min(3 - rest.Length, bytes.Length);
                bytes[..taken].CopyTo(group[rest.Length..]);
                bytes = bytes[taken..];
                Encode(group[..(rest.Length + taken)], output);
            }
        }

        Encode(bytes, output);

        static void Encode(ReadOnlySpan<byte> bytes, Utf8Buffer output)
        {
            Base64.EncodeToUtf8(bytes, output.GetSpan(Base64.GetMaxEncodedToUtf8Length(bytes.Length)), out _, out int written);
            output.Advance(written);
        }
    }

    private protected int RawLength(Slot slot) => slot.Length + (slot.Kind == SlotKind.PrefixedBytes ? _scope.RawPrefix.Length : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int RankOf(int ordinal)
    {
        ulong below = (1UL << (ordinal & 63)) - 1;
        return ordinal < 64
            ? BitOperations.PopCount(_low & below)
            : BitOperations.PopCount(_low) + BitOperations.PopCount(_high & below);
    }

    private int FindExtra(FieldKey key)
    {
        int low = 0;
        int high = _extraCount - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            FieldKey other = _extraKeys[middle];
            if (ReferenceEquals(other, key))
                return middle;
            int order = other.NameUtf8.SequenceCompareTo(key.NameUtf8);
            if (order == 0)
                return middle;
            if (order < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return ~low;
    }

    internal void SetRawBytes(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > Slot.MaxBytes)
            throw new ArgumentException("A message holds at most 512 MiB.", nameof(bytes));
        _raw = bytes;
        Store(Schema.Key(Fields.Raw), new Slot(SlotKind.Bytes, SlotRegion.Raw, 0, bytes.Length, plain: true));
    }

    private static Utf8Buffer Scratch()
    {
        Utf8Buffer scratch = _scratch ??= new Utf8Buffer();
        scratch.Clear();
        return scratch;
    }

    /// <inheritdoc/>
    public override string ToString() => Encoding.UTF8.GetString(MessageJson.Write(this, MessageFormat.WithType));
}
