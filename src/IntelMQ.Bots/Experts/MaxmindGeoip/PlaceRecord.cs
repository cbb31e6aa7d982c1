using MaxMind.Db;

namespace IntelMQ.Bots.Experts;

/// <summary>A city or a country in a record of a database of cities.</summary>
internal sealed record PlaceRecord
{
    [MapKey("iso_code")]
    public string? IsoCode { get; init; }

    [MapKey("names")]
    public NamesRecord? Names { get; init; }
}
