namespace IntelMQ.Bots.Feeds;

public static partial class FeedCatalog
{
    /// <summary>The feeds of CINS Army.</summary>
    public static class CinsArmy
    {
        /// <summary>Addresses with a bad score of the sentinels of the CINS network.</summary>
        public static Feed List { get; } = new("CINS Army", "CINS Army List", "2018-01-20")
        {
            Description = "Addresses with a bad score of the sentinels of the CINS network.",
            Documentation = ["https://cinsscore.com/#list"],
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "http://cinsscore.com/list/ci-badguys.txt", "rate_limit": 3600}"""),
            Parser = new(
                "intelmq.bots.parsers.ci_army.parser",
                """{}"""),
        };

        internal static Feed[] All => [List];
    }
}
