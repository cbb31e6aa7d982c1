namespace IntelMQ.Bots.Feeds;

public static partial class FeedCatalog
{
    /// <summary>The feeds of PhishTank.</summary>
    public static class PhishTank
    {
        /// <summary>Verified phishing URLs that are online.</summary>
        public static Feed Online { get; } = new("PhishTank", "Online", "2022-11-21")
        {
            Description = "Verified phishing URLs that are online.",
            Documentation = ["https://www.phishtank.com/developer_info.php"],
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://data.phishtank.com/data/{{ your API key }}/online-valid.json.gz", "extract_files": true, "rate_limit": 3600}"""),
            Parser = new(
                "intelmq.bots.parsers.phishtank.parser",
                """{}"""),
        };

        internal static Feed[] All => [Online];
    }
}
