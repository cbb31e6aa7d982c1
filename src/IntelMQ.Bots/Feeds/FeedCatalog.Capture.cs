namespace IntelMQ.Bots.Feeds;

public static partial class FeedCatalog
{
    /// <summary>The feeds of cAPTure.</summary>
    public static class Capture
    {
        /// <summary>Websites that send visitors on to the malware Ponmocup.</summary>
        public static Feed PonmocupDomainsCif { get; } = new("cAPTure", "Ponmocup Domains CIF Format", "2018-01-20")
        {
            Description = "Websites that send visitors on to the malware Ponmocup.",
            Documentation = ["http://security-research.dyndns.org/pub/malware-feeds/"],
            IsPublic = true,
            Status = FeedStatus.Retired,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "http://security-research.dyndns.org/pub/malware-feeds/ponmocup-infected-domains-CIF-latest.txt", "rate_limit": 10800, "name": "Infected Domains"}"""),
            Parser = new(
                "intelmq.bots.parsers.dyn.parser",
                """{}"""),
        };

        /// <summary>Websites that send visitors on to the malware Ponmocup, as a table.</summary>
        public static Feed PonmocupDomainsShadowserver { get; } = new("cAPTure", "Ponmocup Domains Shadowserver Format", "2020-07-08")
        {
            Description = "Websites that send visitors on to the malware Ponmocup, as a table.",
            Documentation = ["http://security-research.dyndns.org/pub/malware-feeds/"],
            IsPublic = true,
            Status = FeedStatus.Retired,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "http://security-research.dyndns.org/pub/malware-feeds/ponmocup-infected-domains-shadowserver.csv", "rate_limit": 10800, "name": "Infected Domains"}"""),
            Parser = new(
                "intelmq.bots.parsers.generic.parser_csv",
                """{"columns": ["time.source", "source.ip", "source.fqdn", "source.urlpath", "source.port", "protocol.application", "extra.tag", "extra.redirect_target", "extra.category"], "compose_fields": {"source.url": "http://{0}{1}"}, "skip_header": true, "delimiter": ",", "default_fields": {"classification.type": "malware-distribution"}}"""),
        };

        internal static Feed[] All => [PonmocupDomainsCif, PonmocupDomainsShadowserver];
    }
}
