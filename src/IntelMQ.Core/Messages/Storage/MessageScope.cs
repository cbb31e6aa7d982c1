using System.Buffers.Text;
using IntelMQ.Schemas;

namespace IntelMQ.Messages;

/// <summary>
/// What all events of a report share: the feed's fields, the map's constants, and the header that stands in front of each line in
/// <c>raw</c>, together with its Base64. Immutable.
/// </summary>
internal sealed class MessageScope
{
    /// <summary>The longest header that events share; a longer one is not kept in <c>raw</c>, since every event would carry it out.</summary>
    public const int MaxPrefix = 64 * 1024;

    public MessageScope(byte[] bytes, ulong low, ulong high, Slot[] slots, byte[] rawPrefix)
    {
        Bytes = bytes;
        Low = low;
        High = high;
        Slots = slots;
        RawPrefix = rawPrefix;
        int whole = rawPrefix.Length - (rawPrefix.Length % 3);
        RawPrefixBase64 = new byte[Base64.GetMaxEncodedToUtf8Length(whole)];
        Base64.EncodeToUtf8(rawPrefix.AsSpan(0, whole), RawPrefixBase64, out _, out _);
        RawPrefixRest = rawPrefix[whole..];
    }

    public static MessageScope Empty { get; } = new([], 0, 0, [], []);

    /// <summary>The values' bytes; around those that are verbatim (<see cref="Slot.IsVerbatim"/>) the member that each is in JSON.</summary>
    public byte[] Bytes { get; }

    /// <summary>Which of the first 64 built-in fields are set.</summary>
    public ulong Low { get; }

    /// <summary>Which of the other built-in fields are set.</summary>
    public ulong High { get; }

    /// <summary>The slots of the fields that are set, by ordinal.</summary>
    public Slot[] Slots { get; }

    /// <summary>A verbatim value as a member of a JSON object, with the separator behind it.</summary>
    /// <param name="key">The value's field.</param>
    /// <param name="slot">The value.</param>
    public ReadOnlySpan<byte> MemberOf(FieldKey key, Slot slot)
    {
        int quote = slot.Kind == SlotKind.Text ? 1 : 0;
        int before = key.JsonKeyLength + quote;
        return Bytes.AsSpan(slot.Start - before, before + slot.Length + quote + MessageJson.Separator.Length);
    }

    /// <summary>The header with its line end.</summary>
    public byte[] RawPrefix { get; }

    /// <summary>Base64 of as many of the prefix's bytes as make whole groups of four characters.</summary>
    public byte[] RawPrefixBase64 { get; }

    /// <summary>The prefix's last bytes, up to two, whose group is completed by the line.</summary>
    public byte[] RawPrefixRest { get; }
}
