namespace IntelMQ.Bots.Feeds;

public static partial class FeedCatalog
{
    /// <summary>The feeds of Abuse.ch.</summary>
    public static class AbuseCh
    {
        /// <summary>Servers that control the botnets Dridex, Emotet, QakBot and others.</summary>
        public static Feed FeodoTracker { get; } = new("Abuse.ch", "Feodo Tracker", "2022-11-15")
        {
            Description = "Servers that control the botnets Dridex, Emotet, QakBot and others.",
            Documentation = ["https://feodotracker.abuse.ch/"],
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://feodotracker.abuse.ch/downloads/ipblocklist.json", "rate_limit": 3600}"""),
            Parser = new(
                "intelmq.bots.parsers.abusech.parser_feodotracker",
                """{}"""),
        };

        /// <summary>Indicators of the last days, with the malware they belong to.</summary>
        public static Feed ThreatFoxRecent { get; } = new("Abuse.ch", "ThreatFox recent", "2024-06-01")
        {
            Description = "Indicators of the last days, with the malware they belong to.",
            Documentation = ["https://threatfox.abuse.ch/export/"],
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://threatfox.abuse.ch/export/json/recent/", "rate_limit": 300}"""),
            Parser = new(
                "intelmq.bots.parsers.abusech.parser_threatfox",
                """{}"""),
        };

        /// <summary>URLs that serve malware, for one country; there are lists of top-level domains (tld) and autonomous systems (asn) as well.</summary>
        public static Feed Urlhaus { get; } = new("Abuse.ch", "URLhaus", "2020-07-07")
        {
            Description = "URLs that serve malware, for one country; there are lists of top-level domains (tld) and autonomous systems (asn) as well.",
            Documentation = ["https://urlhaus.abuse.ch/feeds/"],
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://urlhaus.abuse.ch/feeds/country/{{ country code }}/", "rate_limit": 86400}"""),
            Parser = new(
                "intelmq.bots.parsers.generic.parser_csv",
                """{"skip_header": false, "default_url_protocol": "http://", "type_translation": {"malware_download": "malware-distribution"}, "delimiter": ",", "columns": ["time.source", "source.url", "status", "classification.type|__IGNORE__", "source.fqdn|__IGNORE__", "source.ip", "source.asn", "source.geolocation.cc"]}"""),
        };

        /// <summary>URLs of the last 30 days that serve malware, with state and tags.</summary>
        public static Feed UrlhausRecent { get; } = new("Abuse.ch", "URLhaus recent", "2024-06-01")
        {
            Description = "URLs of the last 30 days that serve malware, with state and tags.",
            Documentation = ["https://urlhaus.abuse.ch/api/"],
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://urlhaus.abuse.ch/downloads/csv_recent/", "rate_limit": 300}"""),
            Parser = new(
                "intelmq.bots.parsers.abusech.parser_urlhaus",
                """{}"""),
        };

        internal static Feed[] All => [FeodoTracker, ThreatFoxRecent, Urlhaus, UrlhausRecent];
    }
}
