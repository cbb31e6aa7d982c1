using System.Net;
using MaxMind.Db;

namespace IntelMQ.Bots.Lookups.Mmdb;

/// <summary>
/// Reads and checks a file's metadata before MaxMind's reader takes the whole file: a constructor of that reader which fails never gives
/// back the memory that it took for the file, and a tree that is larger than its file is not noticed there.
/// </summary>
internal static class MmdbMetadataReader
{
    private const int KnownVersion = 2;

    /// <summary>The format allows the metadata, its marker included, no more.</summary>
    private const int MaxSize = 128 * 1024;

    /// <summary>Zero bytes between the tree and the data section.</summary>
    private const int Separator = 16;

    private const ulong MaxUnixSeconds = 253402300799;

    private static readonly byte[] Marker = [0xAB, 0xCD, 0xEF, .. "MaxMind.com"u8];

    // One node whose two records both point at the first value of the data section: a database that answers every address of IPv4
    // with that value.
    private static readonly byte[] OneNode = [0, 0, 17, 0, 0, 17];

    private static readonly byte[] OneNodeMetadata =
        [0xE3, 0x4A, .. "node_count"u8, 0xC1, 1, 0x4B, .. "record_size"u8, 0xA1, 24, 0x4A, .. "ip_version"u8, 0xA1, 4];

    /// <summary>Reads the metadata.</summary>
    /// <param name="file">The file, which can seek; its position changes.</param>
    /// <exception cref="InvalidDatabaseException">There is no metadata, or the file cannot be what it says.</exception>
    public static MmdbMetadata Read(Stream file)
    {
        file.Position = Math.Max(0, file.Length - MaxSize);
        byte[] tail = new byte[file.Length - file.Position];
        file.ReadExactly(tail);
        int found = tail.AsSpan().LastIndexOf(Marker);
        if (found < 0)
            throw new InvalidDatabaseException("There is no metadata marker in the file's last 128 KiB.");

        MmdbMetadataRecord record = Decode(tail.AsSpan(found + Marker.Length));
        Check(record, file.Length - tail.Length + found);
        return new MmdbMetadata
        {
            NodeCount = record.NodeCount,
            RecordSize = record.RecordSize,
            IPVersion = record.IPVersion,
            DatabaseType = record.DatabaseType ?? "",
            BuildEpoch = DateTimeOffset.FromUnixTimeSeconds((long)record.BuildEpoch),
            Languages = record.Languages ?? [],
            Description = record.Description ?? [],
        };
    }

    private static MmdbMetadataRecord Decode(ReadOnlySpan<byte> metadata)
    {
        using var file = new MemoryStream();
        file.Write(OneNode);
        file.Write(new byte[Separator]);
        file.Write(metadata);
        file.Write(Marker);
        file.Write(OneNodeMetadata);
        file.Position = 0;
        using var reader = new Reader(file);
        return reader.Find<MmdbMetadataRecord>(IPAddress.Any) ?? throw new InvalidDatabaseException("The metadata cannot be read.");
    }

    private static void Check(MmdbMetadataRecord record, long dataEnd)
    {
        if (record.MajorVersion != KnownVersion)
            throw new InvalidDatabaseException($"It has version {record.MajorVersion} of the format where {KnownVersion} is known.");
        if (record.RecordSize is not (24 or 28 or 32))
            throw new InvalidDatabaseException($"Its metadata has the record size {record.RecordSize} where 24, 28 and 32 are known.");
        if (record.IPVersion is not (4 or 6))
            throw new InvalidDatabaseException($"Its metadata has the IP version {record.IPVersion}.");
        if (record.BuildEpoch > MaxUnixSeconds)
            throw new InvalidDatabaseException($"Its metadata has the build epoch {record.BuildEpoch}.");
        if (record.NodeCount is < 0 or > uint.MaxValue || (record.NodeCount * (record.RecordSize / 4)) + Separator > dataEnd)
            throw new InvalidDatabaseException($"Its search tree of {record.NodeCount} nodes reaches beyond the data section.");
    }
}
