namespace IntelMQ.Bots.Feeds;

/// <summary>
/// What one report of a feed holds, and so what it means that something is missing from it: only from a full report does it follow that a problem
/// is gone.
/// </summary>
public enum FeedCompleteness
{
    /// <summary>It is not known.</summary>
    Unknown,

    /// <summary>All that the provider knows at that time: what is missing is gone, or no longer seen.</summary>
    Full,

    /// <summary>What was seen in a span of time, such as a day, or since the last report: what is missing says nothing.</summary>
    Delta,

    /// <summary>One thing after another, as it is seen: a report is no unit at all.</summary>
    Stream,
}
