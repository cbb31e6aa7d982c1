namespace IntelMQ.Bots.Feeds;

public static partial class FeedCatalog
{
    /// <summary>The feeds of PrecisionSec.</summary>
    public static class PrecisionSec
    {
        /// <summary>Indicators of the malware Agent Tesla.</summary>
        public static Feed AgentTesla { get; } = new("PrecisionSec", "Agent Tesla", "2019-04-02")
        {
            Description = "Indicators of the malware Agent Tesla.",
            Documentation = ["https://precisionsec.com/threat-intelligence-feeds/agent-tesla/"],
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://precisionsec.com/threat-intelligence-feeds/agent-tesla/", "rate_limit": 86400}"""),
            Parser = new(
                "intelmq.bots.parsers.html_table.parser",
                """{"columns": ["source.ip|source.url", "time.source"], "skip_table_head": true, "default_url_protocol": "http://", "default_fields": {"classification.type": "malware-distribution"}}"""),
        };

        internal static Feed[] All => [AgentTesla];
    }
}
