namespace IntelMQ.Bots.Feeds;

public static partial class FeedCatalog
{
    /// <summary>The feeds of University of Toulouse.</summary>
    public static class UniversityOfToulouse
    {
        /// <summary>Lists of domain names by subject. What they stand for depends on the list: set the classification to fit.</summary>
        public static Feed Blacklist { get; } = new("University of Toulouse", "Blacklist", "2018-01-20")
        {
            Description = "Lists of domain names by subject. What they stand for depends on the list: set the classification to fit.",
            Documentation = ["https://dsi.ut-capitole.fr/blacklists/"],
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://dsi.ut-capitole.fr/blacklists/download/{{ list }}.tar.gz", "extract_files": true, "rate_limit": 43200}"""),
            Parser = new(
                "intelmq.bots.parsers.generic.parser_csv",
                """{"default_fields": {"classification.type": "blacklist"}, "columns": ["source.fqdn"]}"""),
        };

        internal static Feed[] All => [Blacklist];
    }
}
