using System.Buffers.Binary;
using System.Text;
using IntelMQ.Text;

namespace IntelMQ.Pipelines;

/// <summary>
/// The form in which brokers keep an envelope: a version (1 byte, now 1), the time of writing (8 bytes, milliseconds since 1970), lineage (16,
/// 8 and 4 bytes), part (4), then entry and batch, each as two bytes of length and UTF-8; numbers are big-endian.
/// </summary>
public static class EnvelopeFormat
{
    private const byte Version = 1;
    private const int FixedSize = 1 + 8 + 16 + 8 + 4 + 4;

    /// <summary>The longest entry and batch, in bytes of UTF-8.</summary>
    public const int MaxText = 1024;

    /// <summary>Appends an envelope.</summary>
    /// <exception cref="ArgumentException">Entry or batch is longer than <see cref="MaxText"/>.</exception>
    public static void Write(in Envelope envelope, DateTimeOffset time, Utf8Buffer output)
    {
        ArgumentNullException.ThrowIfNull(output);
        Span<byte> part = output.GetSpan(FixedSize);
        part[0] = Version;
        BinaryPrimitives.WriteInt64BigEndian(part[1..], time.ToUnixTimeMilliseconds());
        BinaryPrimitives.WriteUInt128BigEndian(part[9..], envelope.Lineage.Report);
        BinaryPrimitives.WriteInt64BigEndian(part[25..], envelope.Lineage.Element);
        BinaryPrimitives.WriteUInt32BigEndian(part[33..], envelope.Lineage.Fork);
        BinaryPrimitives.WriteUInt32BigEndian(part[37..], envelope.Partition);
        output.Advance(FixedSize);
        WriteText(envelope.Entry, output);
        WriteText(envelope.Batch, output);
    }

    /// <summary>Reads an envelope.</summary>
    /// <param name="bytes">The bytes; empty for a message without an envelope.</param>
    /// <param name="envelope">The envelope.</param>
    /// <param name="time">When it was written; the earliest time where nobody knows.</param>
    /// <returns>Whether it is one; otherwise the message is to be taken without.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out Envelope envelope, out DateTimeOffset time)
    {
        envelope = default;
        time = DateTimeOffset.MinValue;
        if (bytes.IsEmpty)
            return true;
        if (bytes.Length < FixedSize || bytes[0] != Version)
            return false;
        long milliseconds = BinaryPrimitives.ReadInt64BigEndian(bytes[1..]);
        ReadOnlySpan<byte> rest = bytes[FixedSize..];
        if (milliseconds is < 0 or > 253402300799999 || !TryReadText(ref rest, out string? entry) || !TryReadText(ref rest, out string? batch))
            return false;
        time = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        envelope = new Envelope
        {
            Lineage = new Lineage(BinaryPrimitives.ReadUInt128BigEndian(bytes[9..]), BinaryPrimitives.ReadInt64BigEndian(bytes[25..]), BinaryPrimitives.ReadUInt32BigEndian(bytes[33..])),
            Partition = BinaryPrimitives.ReadUInt32BigEndian(bytes[37..]),
            Entry = entry,
            Batch = batch,
        };
        return true;
    }

    private static void WriteText(string? text, Utf8Buffer output)
    {
        int length = text is null ? 0 : Encoding.UTF8.GetByteCount(text);
        if (length > MaxText)
            throw new ArgumentException($"The text has {length} bytes, more than {MaxText}.");
        output.Append((byte)(length >> 8));
        output.Append((byte)length);
        if (length > 0)
            output.Append(text.AsSpan());
    }

    private static bool TryReadText(ref ReadOnlySpan<byte> bytes, out string? text)
    {
        text = null;
        if (bytes.Length < 2)
            return false;
        int length = BinaryPrimitives.ReadUInt16BigEndian(bytes);
        if (length > MaxText || bytes.Length < 2 + length)
            return false;
        if (length > 0)
            text = Encoding.UTF8.GetString(bytes.Slice(2, length));
        bytes = bytes[(2 + length)..];
        return true;
    }
}
