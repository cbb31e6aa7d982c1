namespace IntelMQ.Bots.Feeds;

public static partial class FeedCatalog
{
    /// <summary>The feeds of Danger Rulez.</summary>
    public static class DangerRulez
    {
        /// <summary>Addresses that tried passwords over SSH.</summary>
        public static Feed BruteforceBlocker { get; } = new("Danger Rulez", "Bruteforce Blocker", "2018-01-20")
        {
            Description = "Addresses that tried passwords over SSH.",
            Documentation = ["http://danger.rulez.sk/index.php/bruteforceblocker/"],
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "http://danger.rulez.sk/projects/bruteforceblocker/blist.php", "rate_limit": 3600}"""),
            Parser = new(
                "intelmq.bots.parsers.danger_rulez.parser",
                """{}"""),
        };

        internal static Feed[] All => [BruteforceBlocker];
    }
}
