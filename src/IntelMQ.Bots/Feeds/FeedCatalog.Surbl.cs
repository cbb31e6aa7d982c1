namespace IntelMQ.Bots.Feeds;

public static partial class FeedCatalog
{
    /// <summary>The feeds of Surbl.</summary>
    public static class Surbl
    {
        /// <summary>Domain names seen in spam, phishing and malware; by agreement, over rsync.</summary>
        public static Feed MaliciousDomains { get; } = new("Surbl", "Malicious Domains", "2018-09-04")
        {
            Description = "Domain names seen in spam, phishing and malware; by agreement, over rsync.",
            Collector = new(
                "intelmq.bots.collectors.rsync.collector_rsync",
                """{"file": "wild.surbl.org.rbldnsd", "rsync_path": "blacksync.prolocation.net::surbl-wild/"}"""),
            Parser = new(
                "intelmq.bots.parsers.surbl.parser",
                """{}"""),
        };

        internal static Feed[] All => [MaliciousDomains];
    }
}
