namespace IntelMQ.Bots.Feeds;

/// <summary>How feeds are watched.</summary>
public sealed class FeedWatchOptions
{
    /// <summary>Is called when a feed has changed, by the thread that parses it; what it throws is logged.</summary>
    public Action<FeedChange>? Changed { get; set; }

    /// <summary>The file in which is kept what is known of feeds; <see langword="null"/> to forget it with the process. Numbers of rows are written once a minute.</summary>
    public string? File { get; set; }

    /// <summary>Where it stands what the reports of a feed hold; without it, and for feeds that it lacks, <see cref="OtherFeeds"/> counts.</summary>
    public FeedCatalog? Catalog { get; set; }

    /// <summary>What the reports of feeds hold of which nothing else is known. Rows are judged of full reports and of deltas, not otherwise.</summary>
    public FeedCompleteness OtherFeeds { get; set; }

    /// <summary>The share of the usual number of rows (the median of the last reports) below which a full report has few; 0.5 by default.</summary>
    public double FewInFull { get; set; } = 0.5;

    /// <summary>The same for deltas, whose size varies; 0.1 by default.</summary>
    public double FewInDelta { get; set; } = 0.1;

    /// <summary>How many reports of a feed must have been seen before rows are judged; 5 by default.</summary>
    public int MinReports { get; set; } = 5;
}
