namespace IntelMQ.Bots.Feeds;

public static partial class FeedCatalog
{
    /// <summary>The feeds of Benkow.</summary>
    public static class Benkow
    {
        /// <summary>Panels that control malware.</summary>
        public static Feed MalwarePanelsTracker { get; } = new("Benkow", "Malware Panels Tracker", "2022-11-16")
        {
            Description = "Panels that control malware.",
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "http://benkow.cc/export.php"}"""),
            Parser = new(
                "intelmq.bots.parsers.generic.parser_csv",
                """{"delimiter": ";", "skip_header": true, "columns": ["__IGNORE__", "malware.name", "source.url", "source.fqdn|source.ip", "time.source"], "columns_required": [false, true, true, false, true], "default_fields": {"classification.type": "c2-server"}}"""),
        };

        internal static Feed[] All => [MalwarePanelsTracker];
    }
}
