namespace IntelMQ.Notifications.OneShots.Batches;

/// <summary>A row that nobody is told.</summary>
/// <param name="Row">The row, from 1.</param>
/// <param name="About">Its address or name.</param>
/// <param name="Asn">Its autonomous system; 0 where it is not known.</param>
/// <param name="Country">Its country; empty where it is not known.</param>
/// <param name="Reason">Why nobody is told.</param>
public sealed record UnmatchedRow(long Row, string About, long Asn, string Country, string Reason);
