using System.Buffers.Binary;

namespace IntelMQ.Replay.Outside.Amqp;

/// <summary>A frame of AMQP 0-9-1: type, channel, size, payload, and an end that is always the same.</summary>
/// <param name="Type">1 for a method, 2 for the properties of a message, 3 for a part of its body, 8 for a sign of life.</param>
/// <param name="Channel">The channel; 0 for the connection.</param>
/// <param name="Payload">What it holds.</param>
internal sealed record AmqpFrame(byte Type, ushort Channel, byte[] Payload)
{
    public const byte Method = 1;
    public const byte Header = 2;
    public const byte Body = 3;

    private const byte End = 0xCE;

    /// <summary>Of a method: its class in the upper half, its number in the lower.</summary>
    public uint Name => BinaryPrimitives.ReadUInt32BigEndian(Payload);

    public static async Task<AmqpFrame?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] head = new byte[7];
        if (await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken) < head.Length)
            return null;
        int size = BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(3));
        if (size is < 0 or > 1 << 20)
            throw new InvalidDataException("A frame is too long.");
        byte[] payload = new byte[size + 1];
        await stream.ReadExactlyAsync(payload, cancellationToken);
        return payload[^1] == End ? new AmqpFrame(head[0], BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(1)), payload[..^1]) : throw new InvalidDataException("A frame has no end.");
    }

    public byte[] ToBytes()
    {
        byte[] bytes = new byte[Payload.Length + 8];
        bytes[0] = Type;
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(1), Channel);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(3), Payload.Length);
        Payload.CopyTo(bytes, 7);
        bytes[^1] = End;
        return bytes;
    }
}
