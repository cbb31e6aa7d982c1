using System.Buffers.Binary;

namespace IntelMQ.Bots.Lookups.Mmdb;

/// <summary>
/// The part of a file that holds values: the data section or the metadata. Pointers count from its start. Every read checks its
/// bounds first, so that damage ends in an <see cref="InvalidDatabaseException"/>.
/// </summary>
internal sealed class MmdbSection
{
    /// <summary>
    /// The most values one look-up passes over, and one decode writes. The largest records in public databases have some hundred;
    /// the bound keeps a forged size from making each look-up scan the whole file.
    /// </summary>
    public const int MaxValues = 1 << 18;

    private readonly byte[] _file;
    private readonly int _start;
    private readonly int _length;

    public MmdbSection(byte[] file, int start, int end)
    {
        _file = file;
        _start = start;
        _length = end - start;
    }

    public int Length => _length;

    private ReadOnlySpan<byte> Bytes => _file.AsSpan(_start, _length);

    public ReadOnlySpan<byte> Payload(scoped in MmdbHeader header) => Bytes.Slice(header.Payload, header.Size);

    public InvalidDatabaseException Error(string what, int offset) => new(what, (long)_start + offset);

    /// <summary>Reads a value's control bytes and follows a pointer.</summary>
    public MmdbHeader ReadValue(int offset)
    {
        MmdbHeader header = ReadHeader(offset);
        return header.Kind == MmdbHeader.Pointer ? Follow(header, offset) : header;
    }

    /// <summary>Reads a value's control bytes. What they promise is known to be inside the section afterwards.</summary>
    public MmdbHeader ReadHeader(int offset)
    {
        ReadOnlySpan<byte> bytes = Bytes;
        if ((uint)offset >= (uint)bytes.Length)
            throw Error("a value starts outside its section", offset);

        int control = bytes[offset];
        int kind = control >> 5;
        int size = control & 0x1F;
        int position = offset + 1;

        // Short texts come first: most of what a look-up reads are the keys it passes.
        if (kind == (int)MmdbKind.Text && size <= 28 && size <= bytes.Length - position)
            return new MmdbHeader(MmdbKind.Text, size, position);
        if (kind == (int)MmdbHeader.Pointer)
            return ReadPointer(bytes, control, offset);

        if (kind == 0)
        {
            if (position >= bytes.Length)
                throw Error("the section ends in a control byte", offset);
            kind = bytes[position++] + 7;
            if (kind < 8)
                throw Error("a value has an extended type that is none", offset);
        }

        if (size > 28)
        {
            int count = size - 28;
            if (bytes.Length - position < count)
                throw Error("the section ends in a size", offset);
            size = BigEndian(bytes.Slice(position, count)) + count switch { 1 => 29, 2 => 285, _ => 65821 };
            position += count;
        }

        var header = new MmdbHeader((MmdbKind)kind, size, position);
        Check(header, offset);
        return header;
    }

    /// <summary>Where the value after this one starts. Pointers are not followed, containers are walked without recursion.</summary>
    public int Skip(in MmdbHeader first, ref int budget)
    {
        if (!first.IsContainer)
            return first.Next;

        int position = first.Payload;
        for (long pending = Entries(first); pending > 0; pending--)
        {
            if (--budget < 0)
                throw Error("a record holds too many values", position);
            MmdbHeader header = ReadHeader(position);
            position = header.IsContainer ? header.Payload : header.Next;
            pending += Entries(header);
        }

        return position;
    }

    /// <summary>Reads a map's key, which may be a pointer to one.</summary>
    /// <param name="position">Where the key starts; afterwards where its value does.</param>
    public ReadOnlySpan<byte> ReadKey(ref int position)
    {
        int start = position;
        MmdbHeader key = ReadHeader(start);
        position = key.Next;
        if (key.Kind == MmdbHeader.Pointer)
            key = Follow(key, start);
        if (key.Kind != MmdbKind.Text)
            throw Error("a map has a key that is not text", start);
        return Payload(key);
    }

    private static long Entries(in MmdbHeader header) => header.Kind switch
    {
        MmdbKind.Map => 2L * header.Size,
        MmdbKind.Array => header.Size,
        _ => 0,
    };

    private MmdbHeader Follow(in MmdbHeader pointer, int offset)
    {
        MmdbHeader target = ReadHeader(pointer.Size);
        return target.Kind == MmdbHeader.Pointer ? throw Error("a pointer points at a pointer", offset) : target;
    }

    private MmdbHeader ReadPointer(ReadOnlySpan<byte> bytes, int control, int offset)
    {
        int count = ((control >> 3) & 3) + 1;
        int position = offset + 1;
        if (bytes.Length - position < count)
            throw Error("the section ends in a pointer", offset);

        ReadOnlySpan<byte> tail = bytes.Slice(position, count);
        int high = control & 7;
        uint target = count switch
        {
            1 => (uint)((high << 8) | BigEndian(tail)),
            2 => (uint)((high << 16) | BigEndian(tail)) + 2048,
            3 => (uint)((high << 24) | BigEndian(tail)) + 526336,
            _ => BinaryPrimitives.ReadUInt32BigEndian(tail),
        };
        if (target >= (uint)bytes.Length)
            throw Error("a pointer points outside its section", offset);
        return new MmdbHeader(MmdbHeader.Pointer, (int)target, position + count);
    }

    private void Check(in MmdbHeader header, int offset)
    {
        int room = _length - header.Payload;
        switch (header.Kind)
        {
            case MmdbKind.Text or MmdbKind.Bytes:
                break;
            case MmdbKind.Map or MmdbKind.Array:
                // Each entry takes a byte at least.
                if (Entries(header) > room)
                    throw Error("a container has more entries than its section has bytes", offset);
                return;
            case MmdbKind.Boolean:
                if (header.Size > 1)
                    throw Error("a boolean is neither true nor false", offset);
                return;
            default:
                if (!HasSizeOfItsKind(header))
                    throw Error("a value has an unknown type or a size that its type does not allow", offset);
                break;
        }

        if (header.Size > room)
            throw Error("a value reaches beyond its section", offset);
    }

    // The cache container and the end marker of the format are not values either: nothing may point at them.
    private static bool HasSizeOfItsKind(in MmdbHeader header) => header.Kind switch
    {
        MmdbKind.Double => header.Size == 8,
        MmdbKind.Float => header.Size == 4,
        MmdbKind.UInt16 => header.Size <= 2,
        MmdbKind.UInt32 or MmdbKind.Int32 => header.Size <= 4,
        MmdbKind.UInt64 => header.Size <= 8,
        MmdbKind.UInt128 => header.Size <= 16,
        _ => false,
    };

    private static int BigEndian(ReadOnlySpan<byte> bytes)
    {
        int value = 0;
        foreach (byte b in bytes)
            value = (value << 8) | b;
        return value;
    }
}
