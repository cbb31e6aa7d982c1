using MaxMind.Db;

namespace IntelMQ.Bots.Lookups.Mmdb;

/// <summary>The metadata as a file holds it, of the types that the format gives it; what the file does not say is null or 0.</summary>
internal sealed record MmdbMetadataRecord
{
    [MapKey("binary_format_major_version")]
    public int MajorVersion { get; init; }

    [MapKey("build_epoch")]
    public ulong BuildEpoch { get; init; }

    [MapKey("database_type")]
    public string? DatabaseType { get; init; }

    [MapKey("description")]
    public Dictionary<string, string>? Description { get; init; }

    [MapKey("ip_version")]
    public int IPVersion { get; init; }

    [MapKey("languages")]
    public List<string>? Languages { get; init; }

    [MapKey("node_count")]
    public long NodeCount { get; init; }

    [MapKey("record_size")]
    public int RecordSize { get; init; }
}
