using System.Runtime.CompilerServices;
using IntelMQ.Harmonization;

namespace IntelMQ.Messages;

/// <summary>Where a value's bytes stand.</summary>
internal enum SlotRegion : byte
{
    /// <summary>The message's exact array: converted values and the line they came from.</summary>
    Data,

    /// <summary>The message's append-only tail: what was set later.</summary>
    Tail,

    /// <summary>What all events of a report share.</summary>
    Scope,

    /// <summary>The bytes handed in as raw.</summary>
    Raw,
}

/// <summary>How a slot's bytes are to be read; the first six are <see cref="FieldValueKind"/>.</summary>
internal enum SlotKind : byte
{
    None = FieldValueKind.Missing,
    Null = FieldValueKind.Null,
    Text = FieldValueKind.Text,
    Number = FieldValueKind.Number,
    Boolean = FieldValueKind.Boolean,
    Json = FieldValueKind.Json,

    /// <summary>Bytes that are Base64 on the wire.</summary>
    Bytes,

    /// <summary>As <see cref="Bytes"/>, with the scope's prefix in front.</summary>
    PrefixedBytes,
}

/// <summary>Eight bytes that say where a value stands and what it is.</summary>
internal readonly struct Slot
{
    /// <summary>The most bytes that a value, or a message's data, may have.</summary>
    public const int MaxBytes = (1 << 29) - 1;

    private const ulong PlainBit = 1UL << 5;

    private readonly ulong _bits;

    private Slot(ulong bits) => _bits = bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Slot(SlotKind kind, SlotRegion region, int start, int length, bool plain)
        => _bits = (ulong)kind | ((ulong)region << 3) | (plain ? PlainBit : 0) | ((ulong)(uint)start << 6) | ((ulong)(uint)length << 35);

    /// <summary>The same bytes read in another way.</summary>
    public Slot As(SlotKind kind, bool plain) => new((_bits & ~7UL) | (ulong)kind | (plain ? PlainBit : 0));

    public SlotKind Kind => (SlotKind)(_bits & 7);

    public SlotRegion Region => (SlotRegion)((_bits >> 3) & 3);

    /// <summary>Whether the text is known to need no escaping in JSON.</summary>
    public bool IsPlain => (_bits & PlainBit) != 0;

    /// <summary>Whether the value stands in JSON as its bytes stand here, texts between quotes.</summary>
    public bool IsVerbatim => Kind is SlotKind.Number or SlotKind.Boolean || (Kind == SlotKind.Text && IsPlain);

    public int Start => (int)((_bits >> 6) & MaxBytes);

    public int Length => (int)(_bits >> 35);

    public bool IsEmpty => (_bits & 7) == 0;
}
