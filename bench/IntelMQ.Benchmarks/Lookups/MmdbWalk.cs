using System.Buffers.Binary;

namespace IntelMQ.Benchmarks.Lookups;

/// <summary>The floor of a look-up: goes down the search tree, trusting the file, and reads no record.</summary>
internal sealed class MmdbWalk(byte[] file, uint nodes, int recordSize, bool isIPv6)
{
    private const int IPv4Depth = 96;

    private readonly int _nodeSize = recordSize / 4;
    private uint? _ipv4Root;

    /// <summary>Where the tree ends for an address: the node count means nothing was found.</summary>
    public uint Find(ReadOnlySpan<byte> address)
    {
        uint record = address.Length == 4 ? _ipv4Root ??= IPv4Root() : 0;
        for (int i = 0; i < address.Length * 8 && record < nodes; i++)
            record = Read(record, (address[i >> 3] >> (7 - (i & 7))) & 1);
        return record;
    }

    private uint IPv4Root()
    {
        uint record = 0;
        for (int i = 0; i < IPv4Depth && isIPv6 && record < nodes; i++)
            record = Read(record, 0);
        return record;
    }

    private uint Read(uint record, int bit)
    {
        ReadOnlySpan<byte> node = file.AsSpan((int)record * _nodeSize);
        switch (recordSize)
        {
            case 24:
                return BinaryPrimitives.ReadUInt32BigEndian(node[(bit * 3)..]) >> 8;
            case 28 when bit != 0:
                return BinaryPrimitives.ReadUInt32BigEndian(node[3..]) & 0x0FFF_FFFF;
            case 28:
                uint left = BinaryPrimitives.ReadUInt32BigEndian(node);
                return (left >> 8) | ((left & 0xF0) << 20);
            default:
                return BinaryPrimitives.ReadUInt32BigEndian(node[(bit * 4)..]);
        }
    }
}
