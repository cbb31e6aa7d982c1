namespace IntelMQ.Bots.Feeds;

public static partial class FeedCatalog
{
    /// <summary>The feeds of AnubisNetworks.</summary>
    public static class AnubisNetworks
    {
        /// <summary>A stream of connections of infected systems to sinkholes.</summary>
        public static Feed CyberfeedStream { get; } = new("AnubisNetworks", "Cyberfeed Stream", "2020-06-15")
        {
            Description = "A stream of connections of infected systems to sinkholes.",
            Documentation = ["https://www.anubisnetworks.com/", "https://www.bitsight.com/"],
            Collector = new(
                "intelmq.bots.collectors.http.collector_http_stream",
                """{"http_url": "https://prod.cyberfeed.net/stream?key={{ your API key }}", "strip_lines": true}"""),
            Parser = new(
                "intelmq.bots.parsers.anubisnetworks.parser",
                """{"use_malware_familiy_as_classification_identifier": true}"""),
        };

        internal static Feed[] All => [CyberfeedStream];
    }
}
