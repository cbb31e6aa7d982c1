namespace IntelMQ.Bots.Feeds;

public static partial class FeedCatalog
{
    /// <summary>The feeds of DShield.</summary>
    public static class DShield
    {
        /// <summary>Attacking addresses of one autonomous system.</summary>
        public static Feed AsDetails { get; } = new("DShield", "AS Details", "2018-01-20")
        {
            Description = "Attacking addresses of one autonomous system.",
            Documentation = ["https://www.dshield.org/reports.html"],
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://dshield.org/asdetailsascii.html?as={{ AS number }}", "rate_limit": 86400}"""),
            Parser = new(
                "intelmq.bots.parsers.dshield.parser_asn",
                """{}"""),
        };

        /// <summary>The 20 networks that attack most.</summary>
        public static Feed Block { get; } = new("DShield", "Block", "2018-01-20")
        {
            Description = "The 20 networks that attack most.",
            Documentation = ["https://www.dshield.org/reports.html"],
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://www.dshield.org/block.txt", "rate_limit": 86400}"""),
            Parser = new(
                "intelmq.bots.parsers.dshield.parser_block",
                """{}"""),
        };

        internal static Feed[] All => [AsDetails, Block];
    }
}
