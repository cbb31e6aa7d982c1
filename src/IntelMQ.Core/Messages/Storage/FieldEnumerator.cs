using System.Numerics;
using System.Runtime.CompilerServices;
using IntelMQ.Harmonization;
using IntelMQ.Schemas;

namespace IntelMQ.Messages;

/// <summary>Goes through a message's fields, sorted by name. Valid until the message is changed.</summary>
public ref struct FieldEnumerator
{
    private readonly Message _message;
    private readonly ReadOnlySpan<FieldKey?> _keys;
    private readonly ReadOnlySpan<Slot> _slots;
    private readonly ReadOnlySpan<FieldKey> _extraKeys;
    private ulong _low;
    private ulong _high;
    private readonly int _extraStart;
    private int _rank;
    private int _extraNext;
    private int _extraOrder;

    internal FieldEnumerator(Message message)
    {
        _message = message;
        _keys = message.Schema.BuiltInKeys;
        _slots = message.Slots;
        _extraStart = message.Count - message.ExtraKeys.Length;
        _extraKeys = message.ExtraKeys;
        _low = message.Low;
        _high = message.High;
        _extraOrder = _extraKeys.Length > 0 ? _extraKeys[0].Order : int.MaxValue;
        Key = null!;
    }

    /// <summary>The field and its value.</summary>
    public readonly FieldEntry Current => new(Key, _message.ValueOf(Slot));

    internal FieldKey Key { get; private set; }

    internal Slot Slot { get; private set; }

    /// <summary>Goes to the next field.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MoveNext()
    {
        int ordinal = _low != 0 ? BitOperations.TrailingZeroCount(_low) : _high != 0 ? 64 + BitOperations.TrailingZeroCount(_high) : BuiltInFields.MaxCount;
        // Names without a slot stand between the built-in ones.
        if (_extraOrder <= ordinal)
        {
            Key = _extraKeys[_extraNext];
            Slot = _slots[_extraStart + _extraNext++];
            _extraOrder = _extraNext < _extraKeys.Length ? _extraKeys[_extraNext].Order : int.MaxValue;
            return true;
        }

        if (ordinal == BuiltInFields.MaxCount)
            return false;
        Key = _keys[ordinal]!;
        Slot = _slots[_rank++];
        if (ordinal < 64)
            _low &= _low - 1;
        else
            _high &= _high - 1;
        return true;
    }
}

/// <summary>A field that is set, with its value.</summary>
public readonly ref struct FieldEntry
{
    internal FieldEntry(FieldKey key, FieldValue value)
    {
        Key = key;
        Value = value;
    }

    /// <summary>The field.</summary>
    public FieldKey Key { get; }

    /// <summary>Its wire value.</summary>
    public FieldValue Value { get; }
}
