namespace IntelMQ.Bots.Feeds;

public static partial class FeedCatalog
{
    /// <summary>The feeds of Threatminer.</summary>
    public static class ThreatMiner
    {
        /// <summary>Domain names that were last looked up.</summary>
        public static Feed RecentDomains { get; } = new("Threatminer", "Recent domains", "2018-02-06")
        {
            Description = "Domain names that were last looked up.",
            Documentation = ["https://www.threatminer.org/"],
            IsPublic = true,
            Status = FeedStatus.Retired,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://www.threatminer.org/", "rate_limit": 86400}"""),
            Parser = new(
                "intelmq.bots.parsers.threatminer.parser",
                """{}"""),
        };

        internal static Feed[] All => [RecentDomains];
    }
}
