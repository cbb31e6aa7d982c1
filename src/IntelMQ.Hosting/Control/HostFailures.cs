namespace IntelMQ.Hosting.Control;

/// <summary>The failures that a host keeps.</summary>
/// <param name="Groups">Those of one bot for one reason each, most frequent first.</param>
/// <param name="Counted">How many were counted.</param>
/// <param name="IsComplete">Whether that is all; a very long list is counted from its oldest.</param>
public sealed record HostFailures(IReadOnlyList<HostFailureGroup> Groups, long Counted, bool IsComplete);
