namespace IntelMQ.Bots.Feeds;

public static partial class FeedCatalog
{
    /// <summary>The feeds of Dataplane.</summary>
    public static class Dataplane
    {
        /// <summary>Addresses that asked sensors to resolve names recursively.</summary>
        public static Feed DnsRecursionDesired { get; } = new("Dataplane", "DNS Recursion Desired", "2021-09-09")
        {
            Description = "Addresses that asked sensors to resolve names recursively.",
            Documentation = ["https://dataplane.org/"],
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://dataplane.org/dnsrd.txt", "rate_limit": 3600}"""),
            Parser = new(
                "intelmq.bots.parsers.dataplane.parser",
                """{}"""),
        };

        /// <summary>Addresses that asked sensors recursively for records of any type.</summary>
        public static Feed DnsRecursionDesiredAny { get; } = new("Dataplane", "DNS Recursion Desired ANY", "2021-09-09")
        {
            Description = "Addresses that asked sensors recursively for records of any type.",
            Documentation = ["https://dataplane.org/"],
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://dataplane.org/dnsrdany.txt", "rate_limit": 3600}"""),
            Parser = new(
                "intelmq.bots.parsers.dataplane.parser",
                """{}"""),
        };

        /// <summary>Addresses that asked name servers for their version.</summary>
        public static Feed DnsVersion { get; } = new("Dataplane", "DNS Version", "2021-09-09")
        {
            Description = "Addresses that asked name servers for their version.",
            Documentation = ["https://dataplane.org/"],
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://dataplane.org/dnsversion.txt", "rate_limit": 3600}"""),
            Parser = new(
                "intelmq.bots.parsers.dataplane.parser",
                """{}"""),
        };

        /// <summary>Addresses that sent IPv6 packets within IPv4.</summary>
        public static Feed Protocol41 { get; } = new("Dataplane", "Protocol 41", "2021-09-09")
        {
            Description = "Addresses that sent IPv6 packets within IPv4.",
            Documentation = ["https://dataplane.org/"],
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://dataplane.org/proto41.txt", "rate_limit": 3600}"""),
            Parser = new(
                "intelmq.bots.parsers.dataplane.parser",
                """{}"""),
        };

        /// <summary>Addresses that sent SIP queries (OPTIONS).</summary>
        public static Feed SipQuery { get; } = new("Dataplane", "SIP Query", "2018-01-20")
        {
            Description = "Addresses that sent SIP queries (OPTIONS).",
            Documentation = ["https://dataplane.org/"],
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://dataplane.org/sipquery.txt", "rate_limit": 3600}"""),
            Parser = new(
                "intelmq.bots.parsers.dataplane.parser",
                """{}"""),
        };

        /// <summary>Addresses that tried to register over SIP.</summary>
        public static Feed SipRegistration { get; } = new("Dataplane", "SIP Registration", "2018-01-20")
        {
            Description = "Addresses that tried to register over SIP.",
            Documentation = ["https://dataplane.org/"],
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://dataplane.org/sipregistration.txt", "rate_limit": 3600}"""),
            Parser = new(
                "intelmq.bots.parsers.dataplane.parser",
                """{}"""),
        };

        /// <summary>Addresses that sent mail to servers that expect none.</summary>
        public static Feed SmtpData { get; } = new("Dataplane", "SMTP Data", "2021-09-09")
        {
            Description = "Addresses that sent mail to servers that expect none.",
            Documentation = ["https://dataplane.org/"],
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://dataplane.org/smtpdata.txt", "rate_limit": 3600}"""),
            Parser = new(
                "intelmq.bots.parsers.dataplane.parser",
                """{}"""),
        };

        /// <summary>Addresses that greeted mail servers that expect no mail.</summary>
        public static Feed SmtpGreet { get; } = new("Dataplane", "SMTP Greet", "2021-09-09")
        {
            Description = "Addresses that greeted mail servers that expect no mail.",
            Documentation = ["https://dataplane.org/"],
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://dataplane.org/smtpgreet.txt", "rate_limit": 3600}"""),
            Parser = new(
                "intelmq.bots.parsers.dataplane.parser",
                """{}"""),
        };

        /// <summary>Addresses that connected to sensors by SSH.</summary>
        public static Feed SshClientConnection { get; } = new("Dataplane", "SSH Client Connection", "2018-01-20")
        {
            Description = "Addresses that connected to sensors by SSH.",
            Documentation = ["https://dataplane.org/"],
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://dataplane.org/sshclient.txt", "rate_limit": 3600}"""),
            Parser = new(
                "intelmq.bots.parsers.dataplane.parser",
                """{}"""),
        };

        /// <summary>Addresses that tried passwords over SSH.</summary>
        public static Feed SshPasswordAuthentication { get; } = new("Dataplane", "SSH Password Authentication", "2018-01-20")
        {
            Description = "Addresses that tried passwords over SSH.",
            Documentation = ["https://dataplane.org/"],
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://dataplane.org/sshpwauth.txt", "rate_limit": 3600}"""),
            Parser = new(
                "intelmq.bots.parsers.dataplane.parser",
                """{}"""),
        };

        /// <summary>Addresses that tried to log in over telnet.</summary>
        public static Feed TelnetLogin { get; } = new("Dataplane", "Telnet Login", "2021-09-09")
        {
            Description = "Addresses that tried to log in over telnet.",
            Documentation = ["https://dataplane.org/"],
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://dataplane.org/telnetlogin.txt", "rate_limit": 3600}"""),
            Parser = new(
                "intelmq.bots.parsers.dataplane.parser",
                """{}"""),
        };

        /// <summary>Addresses that tried to log in over VNC.</summary>
        public static Feed VncRfbLogin { get; } = new("Dataplane", "VNC/RFB Login", "2021-09-09")
        {
            Description = "Addresses that tried to log in over VNC.",
            Documentation = ["https://dataplane.org/"],
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://dataplane.org/vncrfb.txt", "rate_limit": 3600}"""),
            Parser = new(
                "intelmq.bots.parsers.dataplane.parser",
                """{}"""),
        };

        internal static Feed[] All => [DnsRecursionDesired, DnsRecursionDesiredAny, DnsVersion, Protocol41, SipQuery, SipRegistration, SmtpData, SmtpGreet, SshClientConnection, SshPasswordAuthentication, TelnetLogin, VncRfbLogin];
    }
}
