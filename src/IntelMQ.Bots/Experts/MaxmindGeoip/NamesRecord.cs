using MaxMind.Db;

namespace IntelMQ.Bots.Experts;

/// <summary>The names of a place, of which the English one counts.</summary>
internal sealed record NamesRecord
{
    [MapKey("en")]
    public string? English { get; init; }
}
