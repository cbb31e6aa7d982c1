using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;

namespace IntelMQ.Bots.Lookups.Mmdb;

/// <summary>
/// Writes one value as JSON. Pointers can make a small file mean endless or very large values, so depth, values and bytes are bounded.
/// </summary>
internal sealed class MmdbJsonEncoder(MmdbSection section, Utf8JsonWriter writer)
{
    /// <summary>Public databases nest some six levels, the format's own test of nesting eight.</summary>
    public const int MaxDepth = 64;

    public const int MaxBytes = 1 << 24;

    private int _values = MmdbSection.MaxValues;
    private int _bytes = MaxBytes;

    public void Write(MmdbRecord record) => Write(record, 0);

    /// <summary>Writes the value at <paramref name="position"/> and gives the place after it.</summary>
    private int WriteAt(int position, int depth)
    {
        MmdbHeader header = section.ReadHeader(position);
        int end = Write(new MmdbRecord(section, position), depth);
        return header.Kind == MmdbHeader.Pointer ? header.Next : end;
    }

    /// <summary>Writes a value and gives the place after a container's entries.</summary>
    private int Write(MmdbRecord record, int depth)
    {
        int start = record.PayloadOffset;
        if (depth > MaxDepth)
            throw section.Error("a record is nested too deeply", start);
        if (--_values < 0)
            throw section.Error("a record holds too many values", start);

        switch (record.Kind)
        {
            case MmdbKind.Map:
                return WriteMap(record, depth);
            case MmdbKind.Array:
                return WriteArray(record, depth);
            default:
                return WriteScalar(record, start);
        }
    }

    private int WriteMap(MmdbRecord map, int depth)
    {
        int position = map.PayloadOffset;
        writer.WriteStartObject();
        for (int i = 0; i < map.Count; i++)
        {
            int start = position;
            ReadOnlySpan<byte> key = section.ReadKey(ref position);
            if (!System.Text.Unicode.Utf8.IsValid(key))
                throw section.Error("a key is not UTF-8", start);
            Spend(key.Length, start);
            writer.WritePropertyName(key);
            position = WriteAt(position, depth + 1);
        }

        writer.WriteEndObject();
        return position;
    }

    private int WriteArray(MmdbRecord array, int depth)
    {
        int position = array.PayloadOffset;
        writer.WriteStartArray();
        for (int i = 0; i < array.Count; i++)
            position = WriteAt(position, depth + 1);
        writer.WriteEndArray();
        return position;
    }

    private int WriteScalar(MmdbRecord value, int start)
    {
        switch (value.Kind)
        {
            case MmdbKind.Text when value.TryGetUtf8(out ReadOnlySpan<byte> text):
                Spend(text.Length, start);
                writer.WriteStringValue(text);
                return start + text.Length;
            case MmdbKind.Bytes when value.TryGetBytes(out ReadOnlySpan<byte> bytes):
                Spend(Base64.GetMaxEncodedToUtf8Length(bytes.Length), start);
                writer.WriteBase64StringValue(bytes);
                return start + bytes.Length;
            case MmdbKind.Boolean when value.TryGetBoolean(out bool flag):
                writer.WriteBooleanValue(flag);
                return start;
            default:
                Spend(sizeof(double), start);
                WriteNumber(value);
                return start + value.PayloadLength;
        }
    }

    private void WriteNumber(MmdbRecord value)
    {
        if (value.Kind is MmdbKind.Double or MmdbKind.Float)
        {
            value.TryGetDouble(out double number);
            if (!double.IsFinite(number))
                writer.WriteNullValue();
            else if (value.Kind == MmdbKind.Float)
                writer.WriteNumberValue((float)number);
            else
                writer.WriteNumberValue(number);
        }
        else if (value.TryGetInt32(out int small))
            writer.WriteNumberValue(small);
        else if (value.TryGetUInt64(out ulong large))
            writer.WriteNumberValue(large);
        else if (value.TryGetUInt128(out UInt128 huge))
            writer.WriteRawValue(huge.ToString(CultureInfo.InvariantCulture), skipInputValidation: true);
    }

    private void Spend(int bytes, int position)
    {
        _bytes -= bytes;
        if (_bytes < 0)
            throw section.Error("a record holds too many bytes", position);
    }
}
