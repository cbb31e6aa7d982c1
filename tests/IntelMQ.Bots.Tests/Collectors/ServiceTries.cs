namespace IntelMQ.Bots.Tests.Collectors;

/// <summary>How often a collector sends a request at most, and how long it waits for an answer.</summary>
internal readonly record struct ServiceTries(int Count, TimeSpan Patience);
