namespace IntelMQ.Bots.Feeds;

public static partial class FeedCatalog
{
    /// <summary>The feeds of ViriBack.</summary>
    public static class ViriBack
    {
        /// <summary>Panels and servers that control malware.</summary>
        public static Feed C2Tracker { get; } = new("ViriBack", "C2 Tracker", "2022-11-15")
        {
            Description = "Panels and servers that control malware.",
            Documentation = ["https://viriback.com/"],
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://tracker.viriback.com/dump.php", "rate_limit": 86400}"""),
            Parser = new(
                "intelmq.bots.parsers.generic.parser_csv",
                """{"skip_header": true, "time_format": "from_format_midnight|%d-%m-%Y", "columns": ["malware.name", "source.url", "source.ip", "time.source"], "default_fields": {"classification.type": "malware-distribution"}}"""),
        };

        internal static Feed[] All => [C2Tracker];
    }
}
