namespace IntelMQ.Bots.Feeds;

/// <summary>What is known of a feed as of the day on which that was checked.</summary>
public enum FeedStatus
{
    /// <summary>Anyone may have the feed.</summary>
    Live,

    /// <summary>It takes a key, an account, an agreement or equipment of one's own.</summary>
    NeedsKey,

    /// <summary>The provider gives it in another form than the parser knows.</summary>
    FormatChanged,

    /// <summary>The feed is gone; it stays in the catalogue for old reports.</summary>
    Gone,
}
