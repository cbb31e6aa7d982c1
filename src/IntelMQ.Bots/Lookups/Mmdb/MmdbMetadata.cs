namespace IntelMQ.Bots.Lookups.Mmdb;

/// <summary>What a MaxMind DB says of itself.</summary>
public sealed class MmdbMetadata
{
    /// <summary>What the records hold, such as <c>GeoLite2-City</c>; empty where the file does not say.</summary>
    public required string DatabaseType { get; init; }

    /// <summary>The nodes of the search tree.</summary>
    public required long NodeCount { get; init; }

    /// <summary>The bits of one of a node's two records: 24, 28 or 32.</summary>
    public required int RecordSize { get; init; }

    /// <summary>4, or 6 for a tree that holds IPv6 and IPv4.</summary>
    public required int IPVersion { get; init; }

    /// <summary>When the database was built, in UTC; the Unix epoch where the file does not say.</summary>
    public required DateTimeOffset BuildEpoch { get; init; }

    /// <summary>The languages that the records have names in, such as <c>en</c> and <c>pt-BR</c>.</summary>
    public required IReadOnlyList<string> Languages { get; init; }

    /// <summary>What the database is, by language.</summary>
    public required IReadOnlyDictionary<string, string> Description { get; init; }
}
