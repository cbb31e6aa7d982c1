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

    // On its own, not a part of whoever calls it: a large caller would leave the loop's values in memory instead of registers.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void WriteFlat(Message message, Utf8Buffer output, MessageFormat format)
    {
        output.Append((byte)'{');
        int start = output.Length;
        if ((format & MessageFormat.WithType) != 0)
        {
            output.Append("\"__type\": \""u8);
            output.Append(message.TypeName.AsSpan());
            output.Append("\", "u8);
        }

        bool withRaw = (format & MessageFormat.WithoutRaw) == 0;
        var fields = new FieldEnumerator(message);
        while (fields.MoveNext())
        {
            FieldKey key = fields.Key;
            Slot slot = fields.Slot;
            if (!withRaw && key.Ordinal == RawOrdinal)
                continue;
            if (slot.Region == SlotRegion.Scope && slot.IsVerbatim)
            {
                output.Append(message.Scope.MemberOf(key, slot));
            }
            else if (slot.IsVerbatim)
            {
                WriteVerbatim(key, slot.Kind, message.BytesOf(slot), output);
            }
            else
            {
                output.Append(key.JsonKey.AsSpan(0, key.JsonKeyLength));
                WriteValue(message, slot, output);
                output.Append(Separator);
            }
        }

        // Behind the last member no separator follows.
        if (output.Length > start)
            output.Truncate(output.Length - Separator.Length);
        output.Append((byte)'}');
    }

    private static readonly int RawOrdinal = BuiltInFields.OrdinalOf("raw");

    /// <summary>What stands behind each member but the last.</summary>
    public static ReadOnlySpan<byte> Separator => ", "u8;

    /// <summary>Writes a member whose value is verbatim (<see cref="Slot.IsVerbatim"/>), with the separator behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteVerbatim(FieldKey key, SlotKind kind, ReadOnlySpan<byte> value, Utf8Buffer output)
    {
        if (kind == SlotKind.Text)
            WriteMember(key, key.JsonKeyLength + 1, value, "\", "u8, output);
        else
            WriteMember(key, key.JsonKeyLength, value, Separator, output);
    }

    // Nearly every member of every event is written here. Of the key's block only the name counts; the value is written over the rest.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteMember(FieldKey key, int keyLength, ReadOnlySpan<byte> value, ReadOnlySpan<byte> behind, Utf8Buffer output)
    {
        byte[] block = key.JsonKey;
        Span<byte> target = output.GetSpan(block.Length + value.Length + behind.Length);
        if (block.Length == FieldKey.JsonKeyBlock)
            block.AsSpan(0, FieldKey.JsonKeyBlock).CopyTo(target);
        else
            block.CopyTo(target);
        value.CopyTo(target[keyLength..]);
        behind.CopyTo(target[(keyLength + value.Length)..]);
        output.Advance(keyLength + value.Length + behind.Length);
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
