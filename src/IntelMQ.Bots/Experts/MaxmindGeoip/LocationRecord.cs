using MaxMind.Db;

namespace IntelMQ.Bots.Experts;

/// <summary>Coordinates; other makers than MaxMind write them as single-precision or whole numbers, so their type is open.</summary>
internal sealed record LocationRecord
{
    [MapKey("latitude")]
    public object? Latitude { get; init; }

    [MapKey("longitude")]
    public object? Longitude { get; init; }
}
