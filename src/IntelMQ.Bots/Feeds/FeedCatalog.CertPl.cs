namespace IntelMQ.Bots.Feeds;

public static partial class FeedCatalog
{
    /// <summary>The feeds of CERT.PL.</summary>
    public static class CertPl
    {
        /// <summary>Incidents in the networks of a partner of CERT Polska's n6.</summary>
        public static Feed N6StompStream { get; } = new("CERT.PL", "N6 Stomp Stream", "2023-10-08")
        {
            Description = "Incidents in the networks of a partner of CERT Polska's n6.",
            Documentation = ["https://n6.readthedocs.io/usage/streamapi/"],
            Collector = new(
                "intelmq.bots.collectors.stomp.collector",
                """{"exchange": "{{ your STOMP destination, such as /exchange/my.example.org/*.*.*.* }}", "server": "n6stream-new.cert.pl", "port": 61614, "ssl_ca_certificate": "", "auth_by_ssl_client_certificate": false, "username": "{{ your n6 login }}", "password": "{{ your n6 API key }}"}"""),
            Parser = new(
                "intelmq.bots.parsers.n6.parser_n6stomp",
                """{}"""),
        };

        internal static Feed[] All => [N6StompStream];
    }
}
