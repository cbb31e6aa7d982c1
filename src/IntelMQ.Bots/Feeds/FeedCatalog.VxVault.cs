namespace IntelMQ.Bots.Feeds;

public static partial class FeedCatalog
{
    /// <summary>The feeds of VXVault.</summary>
    public static class VxVault
    {
        /// <summary>The last hundred URLs that served malware.</summary>
        public static Feed Urls { get; } = new("VXVault", "URLs", "2018-01-20")
        {
            Description = "The last hundred URLs that served malware.",
            Documentation = ["http://vxvault.net/ViriList.php"],
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "http://vxvault.net/URL_List.php", "rate_limit": 3600}"""),
            Parser = new(
                "intelmq.bots.parsers.vxvault.parser",
                """{}"""),
        };

        internal static Feed[] All => [Urls];
    }
}
