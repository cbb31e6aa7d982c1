namespace IntelMQ.Bots.Feeds;

/// <summary>Whether a feed is still there.</summary>
public enum FeedStatus
{
    /// <summary>The feed is there, as far as is known.</summary>
    Current,

    /// <summary>The feed is gone; it stays in the catalogue for old reports.</summary>
    Retired,
}
