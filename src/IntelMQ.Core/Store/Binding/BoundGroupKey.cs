namespace IntelMQ.Store;

/// <summary>A key of groups.</summary>
internal sealed record BoundGroupKey(BoundField Field, TimeBucket? Span);
