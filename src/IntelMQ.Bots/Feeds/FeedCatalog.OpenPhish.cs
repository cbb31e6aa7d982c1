namespace IntelMQ.Bots.Feeds;

public static partial class FeedCatalog
{
    /// <summary>The feeds of OpenPhish.</summary>
    public static class OpenPhish
    {
        /// <summary>Phishing URLs with brand, address, country and more; for customers.</summary>
        public static Feed PremiumFeed { get; } = new("OpenPhish", "Premium Feed", "2018-02-06")
        {
            Description = "Phishing URLs with brand, address, country and more; for customers.",
            Documentation = ["https://www.openphish.com/phishing_feeds.html"],
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://openphish.com/prvt-intell/", "http_password": "{{ your password }}", "http_username": "{{ your user name }}", "rate_limit": 86400}"""),
            Parser = new(
                "intelmq.bots.parsers.openphish.parser_commercial",
                """{}"""),
        };

        /// <summary>Phishing URLs of the last hours.</summary>
        public static Feed PublicFeed { get; } = new("OpenPhish", "Public feed", "2018-01-20")
        {
            Description = "Phishing URLs of the last hours.",
            Documentation = ["https://www.openphish.com/"],
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://www.openphish.com/feed.txt", "rate_limit": 86400}"""),
            Parser = new(
                "intelmq.bots.parsers.openphish.parser",
                """{}"""),
        };

        internal static Feed[] All => [PremiumFeed, PublicFeed];
    }
}
