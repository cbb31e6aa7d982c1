namespace IntelMQ.Bots.Feeds;

public static partial class FeedCatalog
{
    /// <summary>The feeds of Have I Been Pwned.</summary>
    public static class HaveIBeenPwned
    {
        /// <summary>Accounts of own domains in leaks and pastes, as they are found; the service calls.</summary>
        public static Feed EnterpriseCallback { get; } = new("Have I Been Pwned", "Enterprise Callback", "2019-09-11")
        {
            Description = "Accounts of own domains in leaks and pastes, as they are found; the service calls.",
            Documentation = ["https://haveibeenpwned.com/EnterpriseSubscriber/"],
            Collector = new(
                "intelmq.bots.collectors.api.collector_api",
                """{"port": 5001}"""),
            Parser = new(
                "intelmq.bots.parsers.hibp.parser_callback",
                """{}"""),
        };

        internal static Feed[] All => [EnterpriseCallback];
    }
}
