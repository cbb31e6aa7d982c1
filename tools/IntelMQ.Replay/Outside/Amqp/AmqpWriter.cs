using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace IntelMQ.Replay.Outside.Amqp;

/// <summary>Writes the arguments of a method.</summary>
internal sealed class AmqpWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public static AmqpWriter Method(ushort type, ushort number) => new AmqpWriter().Short(type).Short(number);

    public AmqpWriter Byte(byte value)
    {
        _bytes.Write([value]);
        return this;
    }

    public AmqpWriter Short(ushort value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, value);
        _bytes.Write(bytes);
        return this;
    }

    public AmqpWriter Long(uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        _bytes.Write(bytes);
        return this;
    }

    public AmqpWriter LongLong(ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        _bytes.Write(bytes);
        return this;
    }

    public AmqpWriter Text(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        _bytes.Write([(byte)bytes.Length]);
        _bytes.Write(bytes);
        return this;
    }

    public AmqpWriter LongText(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Long((uint)bytes.Length);
        _bytes.Write(bytes);
        return this;
    }

    public AmqpWriter Raw(ReadOnlySpan<byte> bytes)
    {
        _bytes.Write(bytes);
        return this;
    }

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();
}
