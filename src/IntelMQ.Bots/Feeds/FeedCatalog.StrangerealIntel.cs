namespace IntelMQ.Bots.Feeds;

public static partial class FeedCatalog
{
    /// <summary>The feeds of Strangereal Intel.</summary>
    public static class StrangerealIntel
    {
        /// <summary>Indicators of campaigns, kept on GitHub.</summary>
        public static Feed DailyIoc { get; } = new("Strangereal Intel", "DailyIOC", "2019-12-05")
        {
            Description = "Indicators of campaigns, kept on GitHub.",
            Documentation = ["https://github.com/StrangerealIntel/DailyIOC"],
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.github_api.collector_github_contents_api",
                """{"personal_access_token": "{{ your token }}", "repository": "StrangerealIntel/DailyIOC", "regex": ".*.json"}"""),
            Parser = new(
                "intelmq.bots.parsers.github_feed.parser",
                """{}"""),
        };

        internal static Feed[] All => [DailyIoc];
    }
}
