namespace IntelMQ.Bots.Feeds;

public static partial class FeedCatalog
{
    /// <summary>The feeds of Turris.</summary>
    public static class Turris
    {
        /// <summary>Addresses that attacked the Turris routers of CZ.NIC, with the services they tried.</summary>
        public static Feed Greylist { get; } = new("Turris", "Greylist", "2023-06-13")
        {
            Description = "Addresses that attacked the Turris routers of CZ.NIC, with the services they tried.",
            Documentation = ["https://project.turris.cz/en/greylist"],
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://view.sentinel.turris.cz/greylist-data/greylist-latest.csv", "rate_limit": 43200}"""),
            Parser = new(
                "intelmq.bots.parsers.turris.parser",
                """{}"""),
        };

        /// <summary>The greylist of Turris, taken only if its signature is good.</summary>
        public static Feed SignedGreylist { get; } = new("Turris", "Greylist with PGP signature verification", "2018-01-20")
        {
            Description = "The greylist of Turris, taken only if its signature is good.",
            Documentation = ["https://project.turris.cz/en/greylist"],
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://www.turris.cz/greylist-data/greylist-latest.csv", "name": "Greylist", "rate_limit": 43200, "signature_url": "https://www.turris.cz/greylist-data/greylist-latest.csv.asc", "verify_pgp_signatures": true}"""),
            Parser = new(
                "intelmq.bots.parsers.turris.parser",
                """{}"""),
        };

        internal static Feed[] All => [Greylist, SignedGreylist];
    }
}
