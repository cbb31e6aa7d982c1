using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace IntelMQ.Bots.Tests.Lookups.Mmdb;

/// <summary>Bytes that stand in a database as they are.</summary>
internal sealed record MmdbRaw(params byte[] Bytes);

/// <summary>A pointer, written in one of the format's four widths.</summary>
internal sealed record MmdbPointer(uint Target, int Width);

/// <summary>A map; a key is a text, a pointer to one or raw bytes.</summary>
internal sealed record MmdbMap(params (object Key, object Value)[] Entries);

/// <summary>Writes values in the MMDB 2.0 format.</summary>
internal sealed class MmdbValueWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    public int Length => _buffer.WrittenCount;

    public byte[] ToArray() => _buffer.WrittenSpan.ToArray();

    public int Write(object value)
    {
        int start = Length;
        switch (value)
        {
            case MmdbRaw raw: _buffer.Write(raw.Bytes); break;
            case MmdbPointer pointer: WritePointer(pointer); break;
            case string text: WriteSized(2, Encoding.UTF8.GetBytes(text)); break;
            case double number: WriteSized(3, BigEndian(BitConverter.DoubleToUInt64Bits(number), 8)); break;
            case byte[] bytes: WriteSized(4, bytes); break;
            case ushort number: WriteSized(5, Short(number)); break;
            case uint number: WriteSized(6, Short(number)); break;
            case int number: WriteSized(8, number < 0 ? BigEndian((uint)number, 4) : Short((uint)number)); break;
            case ulong number: WriteSized(9, Short(number)); break;
            case UInt128 number: WriteSized(10, Short(number)); break;
            case bool flag: WriteControl(14, flag ? 1 : 0); break;
            case float number: WriteSized(15, BigEndian(BitConverter.SingleToUInt32Bits(number), 4)); break;
            case MmdbMap map:
                WriteControl(7, map.Entries.Length);
                foreach ((object key, object entry) in map.Entries)
                {
                    Write(key);
                    Write(entry);
                }

                break;
            case object[] array:
                WriteControl(11, array.Length);
                foreach (object entry in array)
                    Write(entry);
                break;
            default:
                throw new ArgumentException($"No way to write a {value.GetType()}.", nameof(value));
        }

        return start;
    }

    public void WriteControl(int type, int size)
    {
        (int low, int extra, int count) = size switch
        {
            < 29 => (size, 0, 0),
            < 285 => (29, size - 29, 1),
            < 65821 => (30, size - 285, 2),
            _ => (31, size - 65821, 3),
        };
        _buffer.Write([(byte)((type < 8 ? type << 5 : 0) | low)]);
        if (type >= 8)
            _buffer.Write([(byte)(type - 7)]);
        _buffer.Write(BigEndian((uint)extra, count));
    }

    private void WriteSized(int type, byte[] payload)
    {
        WriteControl(type, payload.Length);
        _buffer.Write(payload);
    }

    private void WritePointer(MmdbPointer pointer)
    {
        uint value = pointer.Target - pointer.Width switch { 2 => 2048u, 3 => 526336u, _ => 0u };
        uint high = pointer.Width == 4 ? 0 : value >> (8 * pointer.Width);
        _buffer.Write([(byte)(0x20 | ((pointer.Width - 1) << 3) | (int)high)]);
        _buffer.Write(BigEndian(value, pointer.Width));
    }

    private static byte[] Short(UInt128 value)
    {
        byte[] bytes = BigEndian(value, 16);
        int zeros = Array.FindIndex(bytes, b => b != 0);
        return zeros < 0 ? [] : bytes[zeros..];
    }

    private static byte[] BigEndian(UInt128 value, int count)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        return bytes[(16 - count)..];
    }
}
