namespace IntelMQ.Bots.Feeds;

public static partial class FeedCatalog
{
    /// <summary>The feeds of ESET.</summary>
    public static class Eset
    {
        /// <summary>Malicious domain names of ESET Threat Intelligence.</summary>
        public static Feed EtiDomains { get; } = new("ESET", "ETI Domains", "2020-06-30")
        {
            Description = "Malicious domain names of ESET Threat Intelligence.",
            Documentation = ["https://www.eset.com/int/business/services/threat-intelligence/"],
            Collector = new(
                "intelmq.bots.collectors.eset.collector",
                """{"username": "{{ your user name }}", "password": "{{ your password }}", "endpoint": "eti.eset.com", "time_delta": 3600, "collection": "ei.domains v2 (json)"}"""),
            Parser = new(
                "intelmq.bots.parsers.eset.parser",
                """{}"""),
        };

        /// <summary>Malicious URLs of ESET Threat Intelligence.</summary>
        public static Feed EtiUrls { get; } = new("ESET", "ETI URLs", "2020-06-30")
        {
            Description = "Malicious URLs of ESET Threat Intelligence.",
            Documentation = ["https://www.eset.com/int/business/services/threat-intelligence/"],
            Collector = new(
                "intelmq.bots.collectors.eset.collector",
                """{"username": "{{ your user name }}", "password": "{{ your password }}", "endpoint": "eti.eset.com", "time_delta": 3600, "collection": "ei.urls (json)"}"""),
            Parser = new(
                "intelmq.bots.parsers.eset.parser",
                """{}"""),
        };

        internal static Feed[] All => [EtiDomains, EtiUrls];
    }
}
