namespace IntelMQ.Bots.Feeds;

public static partial class FeedCatalog
{
    /// <summary>The feeds of CleanMX.</summary>
    public static class CleanMx
    {
        /// <summary>Phishing URLs.</summary>
        public static Feed Phishing { get; } = new("CleanMX", "Phishing", "2018-01-20")
        {
            Description = "Phishing URLs.",
            Documentation = ["http://clean-mx.de/"],
            Status = FeedStatus.Retired,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "http://support.clean-mx.de/clean-mx/xmlphishing?response=alive&domain=", "http_timeout_sec": 120, "http_user_agent": "{{ your user agent }}", "rate_limit": 86400}"""),
            Parser = new(
                "intelmq.bots.parsers.cleanmx.parser",
                """{}"""),
        };

        /// <summary>URLs that serve malware.</summary>
        public static Feed Virus { get; } = new("CleanMX", "Virus", "2018-01-20")
        {
            Description = "URLs that serve malware.",
            Documentation = ["http://clean-mx.de/"],
            Status = FeedStatus.Retired,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "http://support.clean-mx.de/clean-mx/xmlviruses?response=alive&domain=", "http_timeout_sec": 120, "http_user_agent": "{{ your user agent }}", "rate_limit": 86400}"""),
            Parser = new(
                "intelmq.bots.parsers.cleanmx.parser",
                """{}"""),
        };

        internal static Feed[] All => [Phishing, Virus];
    }
}
