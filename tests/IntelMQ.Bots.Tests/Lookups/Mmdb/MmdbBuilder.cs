using System.Buffers.Binary;
using System.Net;

namespace IntelMQ.Bots.Tests.Lookups.Mmdb;

/// <summary>Builds small MaxMind DB files.</summary>
internal sealed class MmdbBuilder
{
    private const int Nothing = -1;

    // A record is a node (from 0 up), nothing, or a value's place in the data section, stored as -2 - place.
    private readonly List<int[]> _nodes = [[Nothing, Nothing]];
    private readonly int _recordSize;
    private readonly int _version;

    public MmdbBuilder(int recordSize = 24, int version = 6)
    {
        _recordSize = recordSize;
        _version = version;
        Metadata = new()
        {
            ["binary_format_major_version"] = (ushort)2,
            ["binary_format_minor_version"] = (ushort)0,
            ["build_epoch"] = 1_700_000_000UL,
            ["database_type"] = "Test-Own",
            ["description"] = new MmdbMap(("en", "Own test"), ("de", "Eigener Test")),
            ["ip_version"] = (ushort)version,
            ["languages"] = new object[] { "de", "en" },
            ["record_size"] = (ushort)recordSize,
        };
    }

    /// <summary>The data section; write here first what pointers point at.</summary>
    public MmdbValueWriter Data { get; } = new();

    public SortedDictionary<string, object> Metadata { get; }

    /// <summary>A database whose one record, for 192.0.2.0/24, is the value given.</summary>
    public static byte[] Of(object value) => new MmdbBuilder(24, 4).Add("192.0.2.0/24", value).Build();

    public MmdbBuilder Add(string network, object value) => AddAt(network, Data.Write(value));

    /// <summary>Lets a network have the value that was written at a place.</summary>
    public MmdbBuilder AddAt(string network, int place)
    {
        Set(network, -2 - place);
        return this;
    }

    /// <summary>Lets a network share the tree below another.</summary>
    public MmdbBuilder Alias(string network, string target)
    {
        (int node, int bit) = Descend(target);
        Set(network, _nodes[node][bit]);
        return this;
    }

    public byte[] Build()
    {
        using var file = new MemoryStream();
        foreach (int[] node in _nodes)
            WriteNode(file, Record(node[0]), Record(node[1]));
        file.Write(new byte[16]);
        file.Write(Data.ToArray());
        file.Write([0xAB, 0xCD, 0xEF, .. "MaxMind.com"u8]);
        Metadata.TryAdd("node_count", (uint)_nodes.Count);
        var metadata = new MmdbValueWriter();
        metadata.Write(new MmdbMap([.. Metadata.Select(pair => ((object)pair.Key, pair.Value))]));
        file.Write(metadata.ToArray());
        return file.ToArray();
    }

    private uint Record(int record) => record switch
    {
        Nothing => (uint)_nodes.Count,
        < 0 => (uint)(_nodes.Count + 16 + (-2 - record)),
        _ => (uint)record,
    };

    private void Set(string network, int record)
    {
        (int node, int bit) = Descend(network);
        _nodes[node][bit] = record;
    }

    private (int Node, int Bit) Descend(string network)
    {
        IPNetwork parsed = IPNetwork.Parse(network);
        byte[] address = parsed.BaseAddress.GetAddressBytes();
        int length = parsed.PrefixLength;
        if (_version == 6 && address.Length == 4)
        {
            address = [.. new byte[12], .. address];
            length += 96;
        }

        int node = 0;
        for (int i = 0; i < length - 1; i++)
        {
            int bit = Bit(address, i);
            if (_nodes[node][bit] < 0)
            {
                // What a larger network holds goes on to hold for its two halves.
                _nodes.Add([_nodes[node][bit], _nodes[node][bit]]);
                _nodes[node][bit] = _nodes.Count - 1;
            }

            node = _nodes[node][bit];
        }

        return (node, Bit(address, length - 1));
    }

    private static int Bit(byte[] address, int index) => (address[index / 8] >> (7 - index % 8)) & 1;

    private void WriteNode(MemoryStream file, uint left, uint right)
    {
        Span<byte> node = stackalloc byte[8];
        switch (_recordSize)
        {
            case 24:
                BinaryPrimitives.WriteUInt32BigEndian(node, left << 8);
                BinaryPrimitives.WriteUInt32BigEndian(node[3..], right << 8);
                break;
            case 28:
                BinaryPrimitives.WriteUInt32BigEndian(node, left << 8);
                BinaryPrimitives.WriteUInt32BigEndian(node[3..], right | (left >> 24 << 28));
                break;
            default:
                BinaryPrimitives.WriteUInt32BigEndian(node, left);
                BinaryPrimitives.WriteUInt32BigEndian(node[4..], right);
                break;
        }

        file.Write(node[..(_recordSize / 4)]);
    }
}
