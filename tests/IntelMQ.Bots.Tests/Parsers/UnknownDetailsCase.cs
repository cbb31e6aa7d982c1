using System.Text.Json.Nodes;
using IntelMQ.Bots.Parsers;
using IntelMQ.Bots.Parsers.AbuseCh;
using IntelMQ.Bots.Parsers.AlienVault;
using IntelMQ.Bots.Parsers.AnubisNetworks;
using IntelMQ.Bots.Parsers.Blueliv;
using IntelMQ.Bots.Parsers.Calidog;
using IntelMQ.Bots.Parsers.CzNic;
using IntelMQ.Bots.Parsers.Eset;
using IntelMQ.Bots.Parsers.GitHubFeed;
using IntelMQ.Bots.Parsers.Hibp;
using IntelMQ.Bots.Parsers.Json;
using IntelMQ.Bots.Parsers.McAfee;
using IntelMQ.Bots.Parsers.Microsoft;
using IntelMQ.Bots.Parsers.Misp;
using IntelMQ.Bots.Parsers.N6;
using IntelMQ.Bots.Parsers.OpenPhish;
using IntelMQ.Bots.Parsers.PhishTank;
using IntelMQ.Bots.Parsers.Shodan;
using IntelMQ.Bots.Parsers.Spamhaus;

namespace IntelMQ.Bots.Tests.Parsers;

/// <summary>A feed's object whose details may be anything.</summary>
/// <param name="Name">What is tested.</param>
/// <param name="Parser">Makes the parser.</param>
/// <param name="Sample">One object as the feed sends it.</param>
/// <param name="Essential">The paths of the members that say what the event is about: without them there may be none.</param>
internal sealed record UnknownDetailsCase(string Name, Func<Parser> Parser, string Sample, params string[] Essential)
{
    /// <summary>Parsers of objects that are no maps.</summary>
    public static readonly string[] ObjectsInCode =
    [
        nameof(AlienVaultOtxParser), nameof(AnubisNetworksParser), nameof(CzNicProkiParser), nameof(IntelMqJsonParser), nameof(McAfeeAtdParser),
        nameof(MicrosoftCtipParser), nameof(MispParser), nameof(N6StompParser),
    ];

    private static readonly PlainParserOptions Plain = new();

    /// <summary>What stands around the object in a report.</summary>
    public string Around { get; init; } = "[$]";

    public string FeedUrl { get; init; } = "https://www.example.com/feed";

    public string? EsetFeed { get; init; }

    /// <summary>Whether new members are kept; where not, the feed's objects are far larger than what is taken of them.</summary>
    public bool Keeps { get; init; } = true;

    /// <summary>The members whose words go below <c>extra.</c> where their fields refuse them.</summary>
    public string[] Kept { get; init; } = [];

    public static IReadOnlyList<UnknownDetailsCase> All { get; } =
    [
        new("feodotracker", static () => new FeodoTrackerParser(Plain), """
            {"ip_address": "192.0.2.1", "port": 443, "status": "offline", "hostname": null, "as_number": 64496, "as_name": "EXAMPLE", "country": "AT",
             "first_seen": "2026-01-02 03:04:05", "last_online": "2026-01-03", "malware": "Dridex"}
            """, "ip_address") { Kept = ["port", "as_number", "country", "hostname"] },
        new("urlhaus", static () => new UrlhausParser(Plain), """
            {"id": "1", "dateadded": "2026-01-02 03:04:05 UTC", "url": "http://192.0.2.1/a", "url_status": "online", "last_online": null, "threat": "malware_download",
             "tags": ["elf"], "urlhaus_link": "https://urlhaus.abuse.ch/url/1/", "reporter": "x"}
            """, "url", "dateadded"),
        new("threatfox", static () => new ThreatFoxParser(Plain), """
            {"ioc_id": "1", "ioc_value": "192.0.2.1:443", "ioc_type": "ip:port", "threat_type": "botnet_cc", "malware": "win.x", "malware_alias": null,
             "malware_printable": "X", "first_seen_utc": "2026-01-02 03:04:05", "last_seen_utc": null, "confidence_level": 75, "reference": null, "tags": "a,b", "reporter": "x"}
            """, "ioc_value", "ioc_type", "first_seen_utc"),
        new("otx", static () => new AlienVaultOtxParser(Plain), """
            {"id": "p1", "name": "P", "author_name": "A", "description": "d", "modified": "2026-01-02T03:04:05.123000", "TLP": "green", "tags": ["t"],
             "industries": [], "adversary": "", "targeted_countries": ["AT"],
             "indicators": [{"id": 1, "type": "IPv4", "indicator": "192.0.2.1", "created": "2026-01-02T03:04:05", "pulse_key": "k"}]}
            """, "indicators", "indicators.0.indicator", "indicators.0.type", "indicators.0.created"),
        new("anubis", static () => new AnubisNetworksParser(new AnubisNetworksParserOptions()), """
            {"_ts": 1767322245, "_origin": "b", "qtype": "A", "app_proto": "http", "src": {"ip": "192.0.2.1", "port": 1}, "dst": {"ip": "198.51.100.1", "port": 80},
             "malw": {"severity": 2, "family": "F", "variant": "V", "categories": ["x"]}, "metadata": {"a": 1}, "tracking": {"id": "x", "last_ip": "192.0.2.1", "days": 3},
             "comm": {"proto": "http", "method": "get", "http": {"host": "www.example.com", "path": "/a", "user_agent": "u"}, "dns": {"qtype": "A"}},
             "_geo_src_ip": {"ip": "192.0.2.1", "netmask": 24, "country_code": "AT", "asn": 64496, "asn_name": "X", "city": "V", "latitude": 1.5}}
            """, "_ts", "src", "src.ip") { Around = "$", Kept = ["src.port", "dst.ip", "comm.http.host", "_geo_src_ip.country_code", "comm", "malw"] },
        new("blueliv", static () => new BluelivCrimeserverParser(Plain), """
            {"_id": "1", "url": "http://www.example.com/", "type": "PHISHING", "ip": "192.0.2.1", "country": "AT", "lastSeenAt": "2026-01-02T03:04:05+0000", "status": "ONLINE",
             "confidence": 3, "updatedAt": "2026-01-02T03:04:05+0000", "firstSeenAt": "2026-01-02T03:04:05+0000"}
            """, "url", "ip", "lastSeenAt") { Kept = ["type", "country"] },
        new("certstream", static () => new CertStreamParser(Plain), """
            {"message_type": "certificate_update", "data": {"seen": 1767322245.5, "update_type": "X509LogEntry", "leaf_cert": {"all_domains": ["www.example.com"], "subject": {"CN": "x"}}}}
            """, "data", "data.seen", "data.leaf_cert", "data.leaf_cert.all_domains") { Around = "$" },
        new("haas", static () => new CzNicHaasParser(Plain), """
            {"ip": "192.0.2.1", "time": "2026-01-02T03:04:05", "time_closed": "2026-01-02T03:04:06", "country": "AT", "login_successful": true, "commands": [{"a": 1}]}
            """, "ip", "time", "login_successful") { Kept = ["country"] },
        new("proki", static () => new CzNicProkiParser(Plain), """
            {"source.ip": "192.0.2.1", "time.source": "2026-01-02T03:04:05+00:00", "feed.name": "f", "classification.type": "scanner", "source.port": 1, "source.geolocation.cc": "AT"}
            """) { Kept = ["feed.name"] },
        new("eset", static () => new EsetParser(Plain), """
            {"ip": "192.0.2.1", "domain": "www.example.com", "url": "http://www.example.com/", "reason": "Host is known source of phishing or other fraudulent content.", "domain_last_seen": "2026-01-02 03:04:05"}
            """, "ip", "url", "domain_last_seen") { EsetFeed = "ei.urls (json)" },
        new("github", static () => new GitHubFeedParser(Plain), """{"Indicator": "192.0.2.1", "Description": "d"}""", "Indicator", "Description")
        {
            FeedUrl = "https://github.com/StrangerealIntel/DailyIOC/x.json",
        },
        new("hibp", static () => new HibpCallbackParser(Plain), """
            {"Domain": "www.example.com", "DomainEmails": ["user@example.com"], "Breach": {"Name": "x", "AddedDate": "2026-01-02T03:04:05Z"}}
            """, "Domain", "DomainEmails", "Breach.AddedDate") { Around = "$" },
        new("json", static () => new IntelMqJsonParser(new IntelMqJsonParserOptions()), """
            {"source": {"ip": "192.0.2.1"}, "time.source": "2026-01-02T03:04:05+00:00", "classification.type": "scanner", "source.port": 1, "extra": {"a": 1}, "protocol.transport": "tcp"}
            """, "source", "source.ip") { Around = "$", Kept = ["source.port", "protocol.transport"] },
        new("atd", static () => new McAfeeAtdParser(new McAfeeAtdParserOptions()), """
            {"Summary": {"Subject": {"Name": "x.exe", "md5": "d41d8cd98f00b204e9800998ecf8427e", "sha-1": "da39a3ee5e6b4b0d3255bfef95601890afd80709"},
             "Verdict": {"Severity": "5"}, "Files": [{"Name": "y", "Md5": "d41d8cd98f00b204e9800998ecf8427e"}], "Ips": [{"Ipv4": "198.51.100.1", "Port": "80"}], "Urls": [{"Url": "www.example.com"}]}}
            """, "Summary", "Summary.Subject", "Summary.Subject.md5", "Summary.Subject.sha-1", "Summary.Verdict", "Summary.Verdict.Severity")
        {
            Around = "$",
            Keeps = false,
            Kept = ["Summary.Ips.0.Ipv4", "Summary.Ips.0.Port", "Summary.Files"],
        },
        new("bing", static () => new BingMaliciousUrlsParser(Plain), """
            {"Version": 1.5, "IndicatorThreatType": "MaliciousUrl", "Description": "d", "TLPLevel": "Amber", "FirstReportedDateTime": "2026-01-02T03:04:05Z",
             "LastReportedDateTime": "2026-01-02T03:04:05Z", "NetworkDestinationAsn": 64496, "NetworkDestinationIPv4": "192.0.2.1", "NetworkDestinationPort": 80,
             "Tags": ["at"], "Url": "http://www.example.com/", "Attributable": true}
            """, "Url", "NetworkDestinationIPv4", "FirstReportedDateTime") { Kept = ["Version", "NetworkDestinationPort", "Tags"] },
        new("interflow", static () => new MicrosoftCtipParser(new MicrosoftCtipParserOptions()), """
            {"version": 1.5, "indicatorthreattype": "Botnet", "confidence": 20, "description": "d", "externalid": "x", "tlplevel": "Green", "firstreporteddatetime": "2026-01-02T03:04:05",
             "networksourceipv4": "192.0.2.1", "networksourceport": 1, "networksourceasn": "64496", "networkdestinationipv4": "198.51.100.1", "networkdestinationport": 80, "hostname": "www.example.com",
             "additionalmetadata": ["x"], "tags": ["x"], "useragent": "u"}
            """, "networksourceipv4", "firstreporteddatetime") { Kept = ["version", "indicatorthreattype", "confidence", "networksourceport", "networkdestinationipv4"] },
        new("azure", static () => new MicrosoftCtipParser(new MicrosoftCtipParserOptions()), """
            {"DataFeed": "F", "SourcedFrom": "S", "DateTimeReceivedUtc": 132845678900000000, "Malware": "M", "ThreatCode": "T", "ThreatConfidence": "High", "TotalEncounters": 3, "TLP": "Green",
             "SourceIp": "192.0.2.1", "SourcePort": 1, "DestinationIp": "198.51.100.1", "DestinationPort": 80, "SourceIpInfo": {"SourceIpAsnNumber": "64496", "SourceIpCountryCode": "AT"},
             "HttpInfo": {"HttpHost": "h"}, "CustomInfo": {"CustomField1": "c"}, "Payload": "AA=="}
            """, "SourceIp", "DateTimeReceivedUtc") { Around = "$", Kept = ["ThreatConfidence", "SourcePort", "SourceIpInfo", "SourceIpInfo.SourceIpCountryCode", "Payload"] },
        new("misp", static () => new MispParser(new MispParserOptions { Extended = true }), """
            {"Event": {"id": "1", "uuid": "5c3c1c9f-1111-4222-8333-0123456789ab", "info": "x", "Tag": [{"name": "tlp:green"}],
             "Attribute": [{"type": "ip-dst", "category": "Network activity", "to_ids": true, "uuid": "5c3c1ca0-0000-4000-8000-000000000000", "comment": "c", "timestamp": "1767322245", "value": "192.0.2.1"}]}}
            """, "Event", "Event.Attribute", "Event.Attribute.0.type", "Event.Attribute.0.value")
        {
            Around = "$",
            Keeps = false,
            Kept = ["Event.uuid", "Event.Attribute.0.timestamp", "Event.Attribute.0.category", "Event.Attribute.0.to_ids"],
        },
        new("n6", static () => new N6StompParser(Plain), """
            {"type": "event", "category": "bots", "confidence": "high", "name": "n", "proto": "tcp", "source": "s", "adip": "x.x.1.1", "time": "2026-01-02T03:04:05Z", "expires": "2026-01-03T03:04:05Z",
             "dip": "198.51.100.1", "dport": 80, "sport": 1, "fqdn": "www.example.com", "id": "d7", "address": [{"ip": "192.0.2.1", "cc": "AT", "asn": 64496, "rdns": "www.example.com"}]}
            """, "time", "fqdn", "address", "address.0.ip") { Around = "$", Kept = ["category", "proto", "dip", "dport", "expires", "address.0.cc"] },
        new("openphish", static () => new OpenPhishCommercialParser(Plain), """
            {"asn": "AS64496", "asn_name": "X", "isotime": "2026-01-02T03:04:05Z", "brand": "b", "country_code": "AT", "country_name": "Austria", "host": "www.example.com", "ip": "192.0.2.1", "url": "http://www.example.com/"}
            """, "ip", "url", "isotime") { Around = "$", Kept = ["asn", "country_code"] },
        new("phishtank", static () => new PhishTankParser(Plain), """
            {"phish_id": "1", "url": "http://www.example.com/", "phish_detail_url": "http://www.phishtank.com/1", "submission_time": "2026-01-02T03:04:05+00:00", "verified": "yes",
             "verification_time": "2026-01-02T03:04:05+00:00", "online": "yes", "target": "Other", "details": [{"ip_address": "192.0.2.1", "cidr_block": "192.0.2.0/24", "announcing_network": "64496", "country": "AT"}]}
            """, "url", "submission_time") { Kept = ["phish_detail_url", "details.0.country"] },
        new("shodan", static () => new ShodanParser(new ShodanParserOptions()), """
            {"ip_str": "192.0.2.1", "port": 80, "timestamp": "2026-01-02T03:04:05.123456", "asn": "AS64496", "transport": "tcp", "org": "O", "hostnames": ["www.example.com"], "domains": ["example.com"],
             "location": {"country_code": "AT", "city": "V", "latitude": 1.5, "longitude": 2.5}, "data": "d", "tags": ["x"], "_shodan": {"module": "http"}}
            """, "ip_str", "timestamp") { Around = "$", Kept = ["port", "asn", "location.country_code"] },
        new("drop", static () => new SpamhausDropJsonParser(Plain), """{"cidr": "192.0.2.0/24", "sblid": "SBL1", "rir": "ripencc"}""", "cidr") { Around = "$" },
    ];

    public static UnknownDetailsCase Of(string name) => All.Single(sample => sample.Name == name);

    public JsonNode Root() => JsonNode.Parse(Sample)!;

    public bool KeepsRefused(string path) => Kept.Contains(path);

    /// <summary>The paths of all objects, that of the whole being empty.</summary>
    public IEnumerable<string> Objects() => Walk(Root(), "").Where(static place => place.Node is JsonObject).Select(static place => place.Path);

    /// <summary>The paths of all members that are details.</summary>
    public IEnumerable<string> Members()
        => Walk(Root(), "").Select(static place => place.Path).Where(path => path.Length > 0 && !char.IsAsciiDigit(path[^1]) && !Essential.Contains(path) && !path.Contains("source.ip", StringComparison.Ordinal) && path != "time.source");

    /// <summary>The node at a path.</summary>
    public static JsonNode? At(JsonNode root, string path)
    {
        JsonNode? node = root;
        for (string rest = path; rest.Length > 0 && node is not null;)
        {
            // A member's name may hold dots.
            if (node is JsonObject holder && holder.ContainsKey(rest))
                return holder[rest];
            int dot = rest.IndexOf('.', StringComparison.Ordinal);
            string name = dot < 0 ? rest : rest[..dot];
            rest = dot < 0 ? "" : rest[(dot + 1)..];
            node = node is JsonArray list ? list[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)] : node[name];
        }

        return node;
    }

    private static IEnumerable<(string Path, JsonNode? Node)> Walk(JsonNode? node, string path)
    {
        yield return (path, node);
        IEnumerable<(string, JsonNode?)> inner = node switch
        {
            JsonObject members => members.Where(static member => !member.Key.Contains('.', StringComparison.Ordinal)).Select(static member => (member.Key, member.Value)),
            JsonArray list => list.Select(static (element, i) => (i.ToString(System.Globalization.CultureInfo.InvariantCulture), element)),
            _ => [],
        };
        foreach ((string name, JsonNode? value) in inner)
        {
            foreach ((string Path, JsonNode? Node) place in Walk(value, path.Length == 0 ? name : $"{path}.{name}"))
                yield return place;
        }
    }
}
