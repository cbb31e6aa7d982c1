using MaxMind.Db;

namespace IntelMQ.Bots.Experts;

/// <summary>What is read of a record of a database of cities.</summary>
internal sealed record CityRecord
{
    [MapKey("city")]
    public PlaceRecord? City { get; init; }

    [MapKey("country")]
    public PlaceRecord? Country { get; init; }

    [MapKey("location")]
    public LocationRecord? Location { get; init; }

    [MapKey("registered_country")]
    public PlaceRecord? RegisteredCountry { get; init; }
}
