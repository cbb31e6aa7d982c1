namespace IntelMQ.Bots.Feeds;

public static partial class FeedCatalog
{
    /// <summary>The feeds of Shodan.</summary>
    public static class Shodan
    {
        /// <summary>Banners of services in some countries, as they are scanned.</summary>
        public static Feed CountryStream { get; } = new("Shodan", "Country Stream", "2021-03-22")
        {
            Description = "Banners of services in some countries, as they are scanned.",
            Documentation = ["https://developer.shodan.io/api/stream"],
            Collector = new(
                "intelmq.bots.collectors.shodan.collector_stream",
                """{"api_key": "{{ your API key }}", "countries": "{{ country codes }}", "error_retry_delay": 0}"""),
            Parser = new(
                "intelmq.bots.parsers.shodan.parser",
                """{"ignore_errors": false, "error_retry_delay": 0, "minimal_mode": false}"""),
        };

        internal static Feed[] All => [CountryStream];
    }
}
