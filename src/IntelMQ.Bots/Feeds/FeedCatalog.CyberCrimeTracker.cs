namespace IntelMQ.Bots.Feeds;

public static partial class FeedCatalog
{
    /// <summary>The feeds of CyberCrime Tracker.</summary>
    public static class CyberCrimeTracker
    {
        /// <summary>Panels that control malware.</summary>
        public static Feed Latest { get; } = new("CyberCrime Tracker", "Latest", "2019-03-19")
        {
            Description = "Panels that control malware.",
            Documentation = ["https://cybercrime-tracker.net/index.php"],
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://cybercrime-tracker.net/index.php", "rate_limit": 86400}"""),
            Parser = new(
                "intelmq.bots.parsers.html_table.parser",
                """{"columns": ["time.source", "source.url", "source.ip", "malware.name", "__IGNORE__"], "skip_table_head": true, "time_format": "from_format_midnight|%d-%m-%Y", "default_url_protocol": "http://", "default_fields": {"classification.type": "c2-server"}}"""),
        };

        internal static Feed[] All => [Latest];
    }
}
