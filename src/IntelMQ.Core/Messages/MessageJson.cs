using System.Buffers;
using System.Runtime.CompilerServices;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Messages;

/// <summary>Writes messages as JSON, without an intermediate document: names are encoded beforehand, plain values are copied.</summary>
internal static class MessageJson
{
    // What JSON text must not hold as it is.
    public static readonly SearchValues<byte> Escaped = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(static value => (byte)value), (byte)'"', (byte)'\\']);

    /// <summary>As <see cref="Escaped"/>, without the quote: for lines of cells, where quotes are looked for cell by cell.</summary>
    public static readonly SearchValues<byte> EscapedButQuote = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(static value => (byte)value), (byte)'\\']);

    public static byte[] Write(Message message, MessageFormat format)
    {
        var output = new Utf8Buffer(1024);
        Write(message, output, format);
        return output.ToArray();
    }

    public static void Write(Message message, Utf8Buffer output, MessageFormat format)
    {
        if ((format & (MessageFormat.Hierarchical | MessageFormat.ExtraAsText)) == 0)
            WriteFlat(message, output, format);
        else
            HierarchicalJson.Write(message, output, format);
    }

    public static void WriteValue(Message message, Slot slot, Utf8Buffer output)
    {
        switch (slot.Kind)
        {
            case SlotKind.Text:
                WriteText(message.BytesOf(slot), slot.IsPlain, output);
                break;
            case SlotKind.Null:
                output.Append("null"u8);
                break;
            case SlotKind.Bytes:
            case SlotKind.PrefixedBytes:
                output.Append((byte)'"');
                message.AppendBase64(slot, output);
                output.Append((byte)'"');
                break;
            default:
                output.Append(message.BytesOf(slot));
                break;
        }
    }

    private static void WriteFlat(Message message, Utf8Buffer output, MessageFormat format)
    {
        output.Append((byte)'{');
        // Every name begins with a separator of two bytes, which the first member goes without.
        int skip = 2;
        if ((format & MessageFormat.WithType) != 0)
        {
            output.Append("\"__type\": \""u8);
            output.Append(message.TypeName.AsSpan());
            output.Append((byte)'"');
            skip = 0;
        }

        bool withRaw = (format & MessageFormat.WithoutRaw) == 0;
        var fields = new FieldEnumerator(message);
        while (fields.MoveNext())
        {
            Slot slot = fields.Slot;
            if (!withRaw && fields.Key.Ordinal == RawOrdinal)
                continue;
            ReadOnlySpan<byte> name = fields.Key.JsonKey.AsSpan(skip);
            skip = 0;
            if (slot.IsPlain && slot.Kind == SlotKind.Text)
            {
                WritePlain(name, message.BytesOf(slot), output);
            }
            else if (slot.Kind is SlotKind.Number or SlotKind.Boolean)
            {
                WriteBare(name, message.BytesOf(slot), output);
            }
            else
            {
                output.Append(name);
                WriteValue(message, slot, output);
            }
        }

        output.Append((byte)'}');
    }

    private static readonly int RawOrdinal = BuiltInFields.OrdinalOf("raw");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WritePlain(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, Utf8Buffer output)
    {
        Span<byte> target = output.GetSpan(key.Length + value.Length + 2);
        key.CopyTo(target);
        target[key.Length] = (byte)'"';
        value.CopyTo(target[(key.Length + 1)..]);
        target[key.Length + value.Length + 1] = (byte)'"';
        output.Advance(key.Length + value.Length + 2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteBare(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, Utf8Buffer output)
    {
        Span<byte> target = output.GetSpan(key.Length + value.Length);
        key.CopyTo(target);
        value.CopyTo(target[key.Length..]);
        output.Advance(key.Length + value.Length);
    }

    private static void WriteText(ReadOnlySpan<byte> text, bool plain, Utf8Buffer output)
    {
        if (plain || !text.ContainsAny(Escaped))
        {
            Span<byte> target = output.GetSpan(text.Length + 2);
            target[0] = (byte)'"';
            text.CopyTo(target[1..]);
            target[text.Length + 1] = (byte)'"';
            output.Advance(text.Length + 2);
            return;
        }

        PythonJson.WriteString(text, output, ascii: false);
    }
}
