namespace IntelMQ.Bots.Feeds;

public static partial class FeedCatalog
{
    /// <summary>The feeds of Fraunhofer.</summary>
    public static class Fraunhofer
    {
        /// <summary>Domain names that malware generates, by family.</summary>
        public static Feed DgaArchive { get; } = new("Fraunhofer", "DGA Archive", "2018-01-20")
        {
            Description = "Domain names that malware generates, by family.",
            Documentation = ["https://dgarchive.caad.fkie.fraunhofer.de/welcome/"],
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://dgarchive.caad.fkie.fraunhofer.de/today", "http_password": "{{ your password }}", "http_username": "{{ your user name }}", "rate_limit": 10800}"""),
            Parser = new(
                "intelmq.bots.parsers.fraunhofer.parser_dga",
                """{}"""),
        };

        internal static Feed[] All => [DgaArchive];
    }
}
