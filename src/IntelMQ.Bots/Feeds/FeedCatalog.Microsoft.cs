namespace IntelMQ.Bots.Feeds;

public static partial class FeedCatalog
{
    /// <summary>The feeds of Microsoft.</summary>
    public static class Microsoft
    {
        /// <summary>Malicious URLs that Bing found, through Interflow.</summary>
        public static Feed BingMurlsViaInterflow { get; } = new("Microsoft", "BingMURLs via Interflow", "2018-05-29")
        {
            Description = "Malicious URLs that Bing found, through Interflow.",
            Documentation = ["https://docs.microsoft.com/en-us/security/gsp/informationsharingandexchange"],
            Collector = new(
                "intelmq.bots.collectors.microsoft.collector_interflow",
                """{"api_key": "{{ your API key }}", "file_match": "^bingmurls_", "not_older_than": "2 days", "rate_limit": 3600, "http_timeout_sec": 300}"""),
            Parser = new(
                "intelmq.bots.parsers.microsoft.parser_bingmurls",
                """{}"""),
        };

        /// <summary>Control servers that Microsoft's Digital Crimes Unit sees, from an Azure container.</summary>
        public static Feed CtipC2ViaAzure { get; } = new("Microsoft", "CTIP C2 via Azure", "2020-05-29")
        {
            Description = "Control servers that Microsoft's Digital Crimes Unit sees, from an Azure container.",
            Documentation = ["https://docs.microsoft.com/en-us/security/gsp/informationsharingandexchange"],
            Collector = new(
                "intelmq.bots.collectors.microsoft.collector_azure",
                """{"connection_string": "{{ your connection string }}", "container_name": "ctip-c2", "rate_limit": 3600, "redis_cache_db": 5, "redis_cache_host": "127.0.0.1", "redis_cache_port": 6379, "redis_cache_ttl": 864000}"""),
            Parser = new(
                "intelmq.bots.parsers.microsoft.parser_ctip",
                """{}"""),
        };

        /// <summary>Infected systems that Microsoft's Digital Crimes Unit sees, from an Azure container.</summary>
        public static Feed CtipInfectedViaAzure { get; } = new("Microsoft", "CTIP Infected via Azure", "2022-06-01")
        {
            Description = "Infected systems that Microsoft's Digital Crimes Unit sees, from an Azure container.",
            Documentation = ["https://docs.microsoft.com/en-us/security/gsp/informationsharingandexchange", "http://www.dcuctip.com/"],
            Collector = new(
                "intelmq.bots.collectors.microsoft.collector_azure",
                """{"connection_string": "{{ your connection string }}", "container_name": "ctip-infected-summary", "rate_limit": 3600, "redis_cache_db": 5, "redis_cache_host": "127.0.0.1", "redis_cache_port": 6379, "redis_cache_ttl": 864000}"""),
            Parser = new(
                "intelmq.bots.parsers.microsoft.parser_ctip",
                """{}"""),
        };

        /// <summary>Infected systems that Microsoft's Digital Crimes Unit sees, through Interflow.</summary>
        public static Feed CtipInfectedViaInterflow { get; } = new("Microsoft", "CTIP Infected via Interflow", "2018-03-06")
        {
            Description = "Infected systems that Microsoft's Digital Crimes Unit sees, through Interflow.",
            Documentation = ["https://docs.microsoft.com/en-us/security/gsp/informationsharingandexchange", "http://www.dcuctip.com/"],
            Collector = new(
                "intelmq.bots.collectors.microsoft.collector_interflow",
                """{"api_key": "{{ your API key }}", "file_match": "^ctip_", "not_older_than": "2 days", "rate_limit": 3600, "http_timeout_sec": 300}"""),
            Parser = new(
                "intelmq.bots.parsers.microsoft.parser_ctip",
                """{}"""),
        };

        internal static Feed[] All => [BingMurlsViaInterflow, CtipC2ViaAzure, CtipInfectedViaAzure, CtipInfectedViaInterflow];
    }
}
