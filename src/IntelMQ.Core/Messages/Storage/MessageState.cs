using IntelMQ.Schemas;

namespace IntelMQ.Messages;

public abstract partial class Message
{
    /// <summary>
    /// Remembers the message as it is, so that <see cref="Restore"/> can bring it back: what a host does around an expert, which leaves
    /// the event as it came when it fails half-way. Costs a few copied references; the next write copies what it changes.
    /// </summary>
    public MessageState Save()
    {
        _shared |= Shared.Slots | Shared.ExtraKeys;
        return new MessageState(this, _tailLength, _low, _high, _slots, _extraKeys, _extraCount, _raw);
    }

    /// <summary>Takes back every change since the state was saved.</summary>
    /// <param name="state">What <see cref="Save"/> of this message gave.</param>
    /// <exception cref="ArgumentException">The state is another message's.</exception>
    public void Restore(in MessageState state)
    {
        if (!ReferenceEquals(state.Owner, this))
            throw new ArgumentException("The state was saved from another message.", nameof(state));
        // Bytes that were appended since are forgotten; a clone that was made in between may still read them, so they are not
        // written over.
        _tailLength = (_shared & Shared.Tail) != 0 ? _tailLength : state.TailLength;
        (_low, _high, _slots, _extraKeys, _extraCount, _raw) = (state.Low, state.High, state.Slots, state.ExtraKeys, state.ExtraCount, state.Raw);
        _shared |= Shared.Slots | Shared.ExtraKeys;
    }
}

/// <summary>A message as it was at one moment; see <see cref="Message.Save"/>.</summary>
#pragma warning disable CA1815 // Never compared.
public readonly struct MessageState
#pragma warning restore CA1815
{
    internal MessageState(Message owner, int tailLength, ulong low, ulong high, Slot[] slots, FieldKey[] extraKeys, int extraCount, ReadOnlyMemory<byte> raw)
    {
        Owner = owner;
        TailLength = tailLength;
        Low = low;
        High = high;
        Slots = slots;
        ExtraKeys = extraKeys;
        ExtraCount = extraCount;
        Raw = raw;
    }

    internal Message Owner { get; }

    internal int TailLength { get; }

    internal ulong Low { get; }

    internal ulong High { get; }

    internal Slot[] Slots { get; }

    internal FieldKey[] ExtraKeys { get; }

    internal int ExtraCount { get; }

    internal ReadOnlyMemory<byte> Raw { get; }
}
