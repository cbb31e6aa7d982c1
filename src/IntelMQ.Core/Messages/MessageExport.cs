using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Messages;

public abstract partial class Message
{
    /// <summary>The bytes under <c>raw</c>; empty where the field is absent or holds text that is not Base64.</summary>
    public ReadOnlyMemory<byte> Raw
    {
        get
        {
            Slot slot = SlotOf(RawOrdinal);
            if (slot.Kind is SlotKind.Bytes && slot.Region == SlotRegion.Raw)
                return _raw;
            if (slot.Kind is SlotKind.Bytes or SlotKind.PrefixedBytes)
            {
                var bytes = new byte[RawLength(slot)];
                if (slot.Kind == SlotKind.PrefixedBytes)
                    _scope.RawPrefix.CopyTo(bytes, 0);
                BytesOf(slot).CopyTo(bytes.AsSpan(bytes.Length - slot.Length));
                return bytes;
            }

            return slot.Kind == SlotKind.Text ? LenientBase64.Decode(BytesOf(slot)) ?? [] : default(ReadOnlyMemory<byte>);
        }
    }

    /// <summary>
    /// The member names and values below <c>extra</c> as one nested JSON text, ASCII, in the order in which they came;
    /// <see langword="null"/> where there are none.
    /// </summary>
    public byte[]? ExtraAsJson() => HierarchicalJson.ExtraAsJson(this);

    /// <summary>Appends the message as JSON.</summary>
    public void WriteTo(Utf8Buffer output, MessageFormat format)
    {
        ArgumentNullException.ThrowIfNull(output);
        MessageJson.Write(this, output, format);
    }

    /// <summary>The message as JSON, UTF-8.</summary>
    public byte[] ToJson(MessageFormat format = MessageFormat.WithType) => MessageJson.Write(this, format);

    /// <summary>Whether both hold the same fields with the same wire values, and are of the same kind.</summary>
    public bool HasSameFieldsAs(Message other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return TypeName == other.TypeName && Count == other.Count
            && ToJson(MessageFormat.Flat).AsSpan().SequenceEqual(other.ToJson(MessageFormat.Flat));
    }

    /// <summary>Whether a field is set that this kind of message may not have.</summary>
    internal bool HasForbidden()
    {
        var fields = new FieldEnumerator(this);
        while (fields.MoveNext())
        {
            if (fields.Key.Definition is { } definition && !Allows(definition))
                return true;
        }

        return false;
    }

    private static readonly int RawOrdinal = BuiltInFields.OrdinalOf("raw");
}
