namespace IntelMQ.Pipelines;

/// <summary>What stays of a collector when it is stopped and started: the reports that are on their way.</summary>
/// <param name="Tracker">Knows when they are settled.</param>
/// <param name="Identities">Knows which they are.</param>
internal sealed record CollectorMemory(SourceTracker Tracker, ReportIdentity Identities);
