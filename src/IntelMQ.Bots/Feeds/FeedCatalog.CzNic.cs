namespace IntelMQ.Bots.Feeds;

public static partial class FeedCatalog
{
    /// <summary>The feeds of CZ.NIC.</summary>
    public static class CzNic
    {
        /// <summary>SSH sessions that CZ.NIC's Honeypot as a Service recorded, day by day.</summary>
        public static Feed Haas { get; } = new("CZ.NIC", "HaaS", "2020-07-22")
        {
            Description = "SSH sessions that CZ.NIC's Honeypot as a Service recorded, day by day.",
            Documentation = ["https://haas.nic.cz/"],
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"extract_files": true, "http_url": "https://haas.nic.cz/stats/export/{time[%Y/%m/%Y-%m-%d]}.json.gz", "http_url_formatting": {"days": -1}, "rate_limit": 86400}"""),
            Parser = new(
                "intelmq.bots.parsers.cznic.parser_haas",
                """{}"""),
        };

        /// <summary>Incidents in Czech networks, gathered by CSIRT.CZ.</summary>
        public static Feed Proki { get; } = new("CZ.NIC", "Proki", "2020-08-17")
        {
            Description = "Incidents in Czech networks, gathered by CSIRT.CZ.",
            Documentation = ["https://csirt.cz/en/proki/"],
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://proki.csirt.cz/api/1/{{ your API key }}/data/day/{time[%Y/%m/%d]}", "http_url_formatting": {"days": -1}, "rate_limit": 86400}"""),
            Parser = new(
                "intelmq.bots.parsers.cznic.parser_proki",
                """{}"""),
        };

        internal static Feed[] All => [Haas, Proki];
    }
}
