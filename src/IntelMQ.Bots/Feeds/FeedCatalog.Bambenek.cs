namespace IntelMQ.Bots.Feeds;

public static partial class FeedCatalog
{
    /// <summary>The feeds of Bambenek.</summary>
    public static class Bambenek
    {
        /// <summary>Domain names of control servers.</summary>
        public static Feed C2Domains { get; } = new("Bambenek", "C2 Domains", "2018-01-20")
        {
            Description = "Domain names of control servers.",
            Documentation = ["https://osint.bambenekconsulting.com/feeds/"],
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://faf.bambenekconsulting.com/feeds/c2-dommasterlist.txt", "http_username": "{{ your user name }}", "http_password": "{{ your password }}", "rate_limit": 3600}"""),
            Parser = new(
                "intelmq.bots.parsers.bambenek.parser",
                """{}"""),
        };

        /// <summary>Addresses of control servers.</summary>
        public static Feed C2Ips { get; } = new("Bambenek", "C2 IPs", "2018-01-20")
        {
            Description = "Addresses of control servers.",
            Documentation = ["https://osint.bambenekconsulting.com/feeds/"],
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://faf.bambenekconsulting.com/feeds/c2-ipmasterlist.txt", "http_username": "{{ your user name }}", "http_password": "{{ your password }}", "rate_limit": 3600}"""),
            Parser = new(
                "intelmq.bots.parsers.bambenek.parser",
                """{}"""),
        };

        /// <summary>Domain names that malware generates.</summary>
        public static Feed DgaDomains { get; } = new("Bambenek", "DGA Domains", "2018-01-20")
        {
            Description = "Domain names that malware generates.",
            Documentation = ["https://osint.bambenekconsulting.com/feeds/"],
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://faf.bambenekconsulting.com/feeds/dga-feed.txt", "rate_limit": 3600}"""),
            Parser = new(
                "intelmq.bots.parsers.bambenek.parser",
                """{}"""),
        };

        internal static Feed[] All => [C2Domains, C2Ips, DgaDomains];
    }
}
