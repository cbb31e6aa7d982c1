using System.Buffers.Binary;
using System.Text;

namespace IntelMQ.Replay.Outside.Amqp;

/// <summary>Reads the arguments of a method, or the properties of a message.</summary>
internal ref struct AmqpReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public byte Byte() => Take(1)[0];

    public ushort Short() => BinaryPrimitives.ReadUInt16BigEndian(Take(2));

    public uint Long() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));

    public ulong LongLong() => BinaryPrimitives.ReadUInt64BigEndian(Take(8));

    public string Text() => Encoding.UTF8.GetString(Take(Byte()));

    /// <summary>Passes over a table.</summary>
    public void Table() => Take((int)Math.Min(Long(), int.MaxValue));

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _rest.Length)
            throw new InvalidDataException("A method is cut off.");
        ReadOnlySpan<byte> taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }
}
