using System.Buffers.Binary;

namespace IntelMQ.Bots.Lookups.Mmdb;

/// <summary>
/// The search tree: nodes of two records, one for each value of the next bit. A record below the node count is a node, the node count
/// itself means "nothing", all above is a place in the data section.
/// </summary>
internal sealed class MmdbTree
{
    /// <summary>Zero bytes between the tree and the data section; a record's value counts them.</summary>
    public const int Separator = 16;

    /// <summary>An IPv4 address is at <c>::/96</c> in a tree for IPv6.</summary>
    private const int IPv4Depth = 96;

    private readonly byte[] _file;
    private readonly uint _nodes;
    private readonly int _recordSize;
    private readonly bool _isIPv6;
    private readonly uint _ipv4Root;
    private readonly int _ipv4RootDepth;

    /// <param name="file">The whole file, of which <see cref="Size"/> plus <see cref="Separator"/> bytes are known to be there.</param>
    /// <param name="metadata">Known to hold a record size of 24, 28 or 32.</param>
    public MmdbTree(byte[] file, MmdbMetadata metadata)
    {
        _file = file;
        _nodes = metadata.NodeCount;
        _recordSize = metadata.RecordSize;
        _isIPv6 = metadata.IPVersion == 6;
        if (_isIPv6)
            _ipv4Root = Walk(_nodes > 0 ? 0 : _nodes, 0, IPv4Depth, ref _ipv4RootDepth);
    }

    /// <summary>The bytes a tree takes.</summary>
    public static long Size(long nodes, int recordSize) => nodes * (recordSize / 4);

    /// <summary>Finds the place of an address's record, counted from the start of the data section.</summary>
    /// <param name="address">4 or 16 bytes in network order.</param>
    /// <param name="offset">The place; not yet checked to be in the data section.</param>
    /// <param name="prefixLength">The length of the network the answer holds for, in the address's own terms.</param>
    public bool TryFind(ReadOnlySpan<byte> address, out uint offset, out int prefixLength)
    {
        offset = 0;
        prefixLength = 0;
        uint record;
        if (address.Length == 4)
        {
            int depth = _ipv4RootDepth;
            record = Walk(_ipv4Root, (ulong)BinaryPrimitives.ReadUInt32BigEndian(address) << 32, 32, ref depth);
            prefixLength = _isIPv6 ? Math.Max(0, depth - IPv4Depth) : depth;
        }
        else if (_isIPv6)
        {
            record = Walk(0, BinaryPrimitives.ReadUInt64BigEndian(address), 64, ref prefixLength);
            record = Walk(record, BinaryPrimitives.ReadUInt64BigEndian(address[8..]), 64, ref prefixLength);
        }
        else
            return false;

        if (record == _nodes)
            return false;
        if (record < _nodes)
            throw new InvalidDatabaseException("the search tree goes on after an address's last bit, in a node", (long)record * _recordSize / 4);
        if (record - _nodes < Separator)
            throw new InvalidDatabaseException($"the search tree points between itself and the data section (record {record})", Size(_nodes, _recordSize));

        offset = record - _nodes - Separator;
        return true;
    }

    /// <summary>Goes down from a node; stays where it is if <paramref name="record"/> is no node.</summary>
    private uint Walk(uint record, ulong bits, int count, ref int depth)
    {
        // The constructor's caller has checked that all nodes are in the file; a 24-bit record is read with the byte after it,
        // which the separator provides at the end.
        ReadOnlySpan<byte> file = _file;
        uint nodes = _nodes;
        int end = depth + count;
        int at = depth;
        switch (_recordSize)
        {
            case 24:
                for (; at < end && record < nodes; at++, bits <<= 1)
                    record = BinaryPrimitives.ReadUInt32BigEndian(file[((int)record * 6 + (int)(bits >> 63) * 3)..]) >> 8;
                break;
            case 28:
                for (; at < end && record < nodes; at++, bits <<= 1)
                    record = Read28(file[((int)record * 7)..], (int)(bits >> 63));
                break;
            default:
                for (; at < end && record < nodes; at++, bits <<= 1)
                    record = BinaryPrimitives.ReadUInt32BigEndian(file[((int)record * 8 + (int)(bits >> 63) * 4)..]);
                break;
        }

        depth = at;
        return record;
    }

    // The middle byte of the seven holds the top four bits of the left record, then of the right one.
    private static uint Read28(ReadOnlySpan<byte> node, int bit)
    {
        if (bit != 0)
            return BinaryPrimitives.ReadUInt32BigEndian(node[3..]) & 0x0FFF_FFFF;

        uint left = BinaryPrimitives.ReadUInt32BigEndian(node);
        return (left >> 8) | ((left & 0xF0) << 20);
    }
}
