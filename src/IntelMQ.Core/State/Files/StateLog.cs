using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;
using IntelMQ.Text;

namespace IntelMQ.State;

/// <summary>
/// The form of the file of a <see cref="FileStateStore"/>: a signature with the version, then records, each the changes of one commit. A
/// record has its length, the CRC-32C of its content and the CRC-32C of these two in front of it, four bytes each; all numbers are
/// little-endian.
/// </summary>
/// <remarks>
/// A change begins with a byte that says what it is: 1 opens a space (number in two bytes, kind, length of the name, limit of keys in eight
/// bytes or -1, name); 2 adds a key (space, digest of 16 bytes, seconds since 1970 when it is forgotten); 3 sets a value (space, lengths of
/// key and value in two and four bytes, ticks of UTC when it is forgotten or 0, key, value); 4 removes a value (space, length, key);
/// 5 marks the store's time line (two bytes of nothing, ticks of UTC, ticks that the clock was ahead), which keys are forgotten by.
/// </remarks>
internal static class StateLog
{
    public const int HeadSize = 12;

    public const byte Space = 1;
    public const byte Key = 2;
    public const byte Value = 3;
    public const byte Removal = 4;
    public const byte Mark = 5;

    public const int MarkSize = 19;

    private const int Version = 1;

    private static ReadOnlySpan<byte> Name => "IMQSTA\n"u8;

    /// <summary>What a file begins with.</summary>
    public static byte[] Signature => [.. Name, (byte)('0' + Version)];

    /// <summary>Checks what a file begins with.</summary>
    /// <exception cref="InvalidDataException">It is no such file, or of a newer version.</exception>
    public static bool CheckSignature(ReadOnlySpan<byte> head, string path)
    {
        if (!head.StartsWith(Name))
            return false;
        int version = head[Name.Length] - '0';
        if (version > Version)
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"The state file '{path}' has version {version}, but this program knows {Version}: use the program that wrote it, or another folder."));
        return version == Version;
    }

    /// <summary>Puts length and checksum in front of a record that begins at the start of a buffer with room for them.</summary>
    public static void Seal(Span<byte> record)
    {
        BinaryPrimitives.WriteInt32LittleEndian(record, record.Length - HeadSize);
        BinaryPrimitives.WriteUInt32LittleEndian(record[4..], Checksum(record[HeadSize..]));
        BinaryPrimitives.WriteUInt32LittleEndian(record[8..], Checksum(record[..8]));
    }

    /// <summary>A record with length and checksum in front.</summary>
    public static byte[] Sealed(Utf8Buffer record)
    {
        byte[] sealedRecord = record.WrittenSpan.ToArray();
        Seal(sealedRecord);
        return sealedRecord;
    }

    /// <summary>Reads what stands in front of a record.</summary>
    /// <returns>Whether it is whole.</returns>
    public static bool TryReadHead(ReadOnlySpan<byte> head, out int length, out uint checksum)
    {
        length = BinaryPrimitives.ReadInt32LittleEndian(head);
        checksum = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
        return length >= 0 && BinaryPrimitives.ReadUInt32LittleEndian(head[8..]) == Checksum(head[..8]);
    }

    public static uint Checksum(ReadOnlySpan<byte> content)
    {
        uint sum = uint.MaxValue;
        for (; content.Length >= sizeof(ulong); content = content[sizeof(ulong)..])
            sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(content));
        foreach (byte rest in content)
            sum = BitOperations.Crc32C(sum, rest);
        return ~sum;
    }

    public static void WriteSpace(Utf8Buffer output, ushort number, StateSpaceDeclaration space)
    {
        byte[] name = Encoding.UTF8.GetBytes(space.Name);
        Span<byte> head = stackalloc byte[14];
        head[0] = Space;
        BinaryPrimitives.WriteUInt16LittleEndian(head[1..], number);
        head[3] = (byte)space.Kind;
        BinaryPrimitives.WriteUInt16LittleEndian(head[4..], (ushort)name.Length);
        BinaryPrimitives.WriteInt64LittleEndian(head[6..], space.MaxKeys ?? -1);
        output.Append(head);
        output.Append(name);
    }

    public static void WriteKey(Utf8Buffer output, ushort space, UInt128 key, uint expiry)
    {
        Span<byte> change = stackalloc byte[23];
        change[0] = Key;
        BinaryPrimitives.WriteUInt16LittleEndian(change[1..], space);
        BinaryPrimitives.WriteUInt128LittleEndian(change[3..], key);
        BinaryPrimitives.WriteUInt32LittleEndian(change[19..], expiry);
        output.Append(change);
    }

    public static void WriteValue(Utf8Buffer output, ushort space, in StateEntry entry)
    {
        Span<byte> head = stackalloc byte[17];
        head[0] = Value;
        BinaryPrimitives.WriteUInt16LittleEndian(head[1..], space);
        BinaryPrimitives.WriteUInt16LittleEndian(head[3..], (ushort)entry.Key.Length);
        BinaryPrimitives.WriteInt32LittleEndian(head[5..], entry.Value.Length);
        BinaryPrimitives.WriteInt64LittleEndian(head[9..], entry.Expires?.UtcTicks ?? 0);
        output.Append(head);
        output.Append(entry.Key.Span);
        output.Append(entry.Value.Span);
    }

    public static void WriteRemoval(Utf8Buffer output, ushort space, ReadOnlySpan<byte> key)
    {
        Span<byte> head = stackalloc byte[5];
        head[0] = Removal;
        BinaryPrimitives.WriteUInt16LittleEndian(head[1..], space);
        BinaryPrimitives.WriteUInt16LittleEndian(head[3..], (ushort)key.Length);
        output.Append(head);
        output.Append(key);
    }

    public static void WriteMark(Utf8Buffer output, StateMark mark)
    {
        Span<byte> change = stackalloc byte[MarkSize];
        change.Clear();
        change[0] = Mark;
        BinaryPrimitives.WriteInt64LittleEndian(change[3..], mark.Time.UtcTicks);
        BinaryPrimitives.WriteInt64LittleEndian(change[11..], mark.Ahead.Ticks);
        output.Append(change);
    }

    /// <exception cref="InvalidDataException">There is no such time.</exception>
    public static StateMark ReadMark(ReadOnlySpan<byte> change)
    {
        long ticks = BinaryPrimitives.ReadInt64LittleEndian(change[3..]);
        if (ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks)
            throw new InvalidDataException("A mark is of a time that there is not.");
        return new StateMark(new DateTimeOffset(ticks, TimeSpan.Zero), new TimeSpan(BinaryPrimitives.ReadInt64LittleEndian(change[11..])));
    }
}
