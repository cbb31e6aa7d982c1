namespace IntelMQ.Bots.Feeds;

public static partial class FeedCatalog
{
    /// <summary>The feeds of Calidog.</summary>
    public static class Calidog
    {
        /// <summary>Names in certificates as they are logged: much, and not malicious by itself.</summary>
        public static Feed CertStream { get; } = new("Calidog", "CertStream", "2018-06-15")
        {
            Description = "Names in certificates as they are logged: much, and not malicious by itself.",
            Documentation = ["https://medium.com/cali-dog-security/introducing-certstream-3fc13bb98067"],
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.calidog.collector_certstream",
                """{}"""),
            Parser = new(
                "intelmq.bots.parsers.calidog.parser_certstream",
                """{}"""),
        };

        internal static Feed[] All => [CertStream];
    }
}
