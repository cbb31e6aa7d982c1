namespace IntelMQ.Bots.Feeds;

public static partial class FeedCatalog
{
    /// <summary>The feeds of AlienVault.</summary>
    public static class AlienVault
    {
        /// <summary>Indicators of the pulses that an account of Open Threat Exchange is subscribed to.</summary>
        public static Feed Otx { get; } = new("AlienVault", "OTX", "2018-01-20")
        {
            Description = "Indicators of the pulses that an account of Open Threat Exchange is subscribed to.",
            Documentation = ["https://otx.alienvault.com/"],
            Collector = new(
                "intelmq.bots.collectors.alienvault_otx.collector",
                """{"api_key": "{{ your API key }}"}"""),
            Parser = new(
                "intelmq.bots.parsers.alienvault.parser_otx",
                """{}"""),
        };

        /// <summary>Addresses with a bad reputation, and what they did.</summary>
        public static Feed ReputationList { get; } = new("AlienVault", "Reputation List", "2018-01-20")
        {
            Description = "Addresses with a bad reputation, and what they did.",
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://reputation.alienvault.com/reputation.data", "rate_limit": 3600}"""),
            Parser = new(
                "intelmq.bots.parsers.alienvault.parser",
                """{}"""),
        };

        internal static Feed[] All => [Otx, ReputationList];
    }
}
