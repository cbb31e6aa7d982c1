namespace IntelMQ.Bots.Feeds;

public static partial class FeedCatalog
{
    /// <summary>The feeds of Team Cymru.</summary>
    public static class TeamCymru
    {
        /// <summary>Incidents in the networks of a member of the CSIRT Assistance Program.</summary>
        public static Feed Cap { get; } = new("Team Cymru", "CAP", "2018-01-20")
        {
            Description = "Incidents in the networks of a member of the CSIRT Assistance Program.",
            Documentation = ["https://www.team-cymru.com/CSIRT-AP.html", "https://www.cymru.com/$certname/report_info.txt"],
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_password": "{{ your password }}", "http_url_formatting": true, "http_url": "https://www.cymru.com/{{ name of your CERT }}/{{ name of your CERT }}_{time[%Y%m%d]}.txt", "http_username": "{{ your user name }}", "rate_limit": 86400}"""),
            Parser = new(
                "intelmq.bots.parsers.cymru.parser_cap_program",
                """{}"""),
        };

        /// <summary>IPv4 networks that no registry has given out, so that nothing should come from there.</summary>
        public static Feed FullBogonsIPv4 { get; } = new("Team Cymru", "Full Bogons IPv4", "2018-01-20")
        {
            Description = "IPv4 networks that no registry has given out, so that nothing should come from there.",
            Documentation = ["https://www.team-cymru.com/bogon-reference-http.html"],
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://www.team-cymru.org/Services/Bogons/fullbogons-ipv4.txt", "rate_limit": 86400}"""),
            Parser = new(
                "intelmq.bots.parsers.cymru.parser_full_bogons",
                """{}"""),
        };

        /// <summary>IPv6 networks that no registry has given out, so that nothing should come from there.</summary>
        public static Feed FullBogonsIPv6 { get; } = new("Team Cymru", "Full Bogons IPv6", "2018-01-20")
        {
            Description = "IPv6 networks that no registry has given out, so that nothing should come from there.",
            Documentation = ["https://www.team-cymru.com/bogon-reference-http.html"],
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://www.team-cymru.org/Services/Bogons/fullbogons-ipv6.txt", "rate_limit": 86400}"""),
            Parser = new(
                "intelmq.bots.parsers.cymru.parser_full_bogons",
                """{}"""),
        };

        internal static Feed[] All => [Cap, FullBogonsIPv4, FullBogonsIPv6];
    }
}
