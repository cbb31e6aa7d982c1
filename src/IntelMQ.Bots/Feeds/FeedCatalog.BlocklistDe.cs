namespace IntelMQ.Bots.Feeds;

public static partial class FeedCatalog
{
    /// <summary>The feeds of Blocklist.de.</summary>
    public static class BlocklistDe
    {
        /// <summary>Addresses that attacked the web server Apache.</summary>
        public static Feed Apache { get; } = new("Blocklist.de", "Apache", "2018-01-20")
        {
            Description = "Addresses that attacked the web server Apache.",
            Documentation = ["http://www.blocklist.de/en/export.html"],
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://lists.blocklist.de/lists/apache.txt", "rate_limit": 86400}"""),
            Parser = new(
                "intelmq.bots.parsers.blocklistde.parser",
                """{}"""),
        };

        /// <summary>Addresses that attacked as bots: referrer spam, registrations and the like.</summary>
        public static Feed Bots { get; } = new("Blocklist.de", "Bots", "2018-01-20")
        {
            Description = "Addresses that attacked as bots: referrer spam, registrations and the like.",
            Documentation = ["http://www.blocklist.de/en/export.html"],
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://lists.blocklist.de/lists/bots.txt", "rate_limit": 86400}"""),
            Parser = new(
                "intelmq.bots.parsers.blocklistde.parser",
                """{}"""),
        };

        /// <summary>Addresses that tried passwords of web applications.</summary>
        public static Feed BruteForceLogins { get; } = new("Blocklist.de", "Brute-force Logins", "2018-01-20")
        {
            Description = "Addresses that tried passwords of web applications.",
            Documentation = ["http://www.blocklist.de/en/export.html"],
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://lists.blocklist.de/lists/bruteforcelogin.txt", "rate_limit": 86400}"""),
            Parser = new(
                "intelmq.bots.parsers.blocklistde.parser",
                """{}"""),
        };

        /// <summary>Addresses that attacked FTP services.</summary>
        public static Feed Ftp { get; } = new("Blocklist.de", "FTP", "2018-01-20")
        {
            Description = "Addresses that attacked FTP services.",
            Documentation = ["http://www.blocklist.de/en/export.html"],
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://lists.blocklist.de/lists/ftp.txt", "rate_limit": 86400}"""),
            Parser = new(
                "intelmq.bots.parsers.blocklistde.parser",
                """{}"""),
        };

        /// <summary>Addresses that attacked IMAP, POP3 and SASL services.</summary>
        public static Feed Imap { get; } = new("Blocklist.de", "IMAP", "2018-01-20")
        {
            Description = "Addresses that attacked IMAP, POP3 and SASL services.",
            Documentation = ["http://www.blocklist.de/en/export.html"],
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://lists.blocklist.de/lists/imap.txt", "rate_limit": 86400}"""),
            Parser = new(
                "intelmq.bots.parsers.blocklistde.parser",
                """{}"""),
        };

        /// <summary>Addresses that attacked as bots over IRC.</summary>
        public static Feed IrcBots { get; } = new("Blocklist.de", "IRC Bots", "2018-01-20")
        {
            Description = "Addresses that attacked as bots over IRC.",
            Documentation = ["http://www.blocklist.de/en/export.html"],
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://lists.blocklist.de/lists/ircbot.txt", "rate_limit": 86400}"""),
            Parser = new(
                "intelmq.bots.parsers.blocklistde.parser",
                """{}"""),
        };

        /// <summary>Addresses that attacked mail services.</summary>
        public static Feed Mail { get; } = new("Blocklist.de", "Mail", "2018-01-20")
        {
            Description = "Addresses that attacked mail services.",
            Documentation = ["http://www.blocklist.de/en/export.html"],
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://lists.blocklist.de/lists/mail.txt", "rate_limit": 86400}"""),
            Parser = new(
                "intelmq.bots.parsers.blocklistde.parser",
                """{}"""),
        };

        /// <summary>Addresses that attacked SIP services and other Internet telephony.</summary>
        public static Feed Sip { get; } = new("Blocklist.de", "SIP", "2018-01-20")
        {
            Description = "Addresses that attacked SIP services and other Internet telephony.",
            Documentation = ["http://www.blocklist.de/en/export.html"],
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://lists.blocklist.de/lists/sip.txt", "rate_limit": 86400}"""),
            Parser = new(
                "intelmq.bots.parsers.blocklistde.parser",
                """{}"""),
        };

        /// <summary>Addresses that attacked SSH services.</summary>
        public static Feed Ssh { get; } = new("Blocklist.de", "SSH", "2018-01-20")
        {
            Description = "Addresses that attacked SSH services.",
            Documentation = ["http://www.blocklist.de/en/export.html"],
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://lists.blocklist.de/lists/ssh.txt", "rate_limit": 86400}"""),
            Parser = new(
                "intelmq.bots.parsers.blocklistde.parser",
                """{}"""),
        };

        /// <summary>Addresses that have been attacking for more than a month.</summary>
        public static Feed StrongIps { get; } = new("Blocklist.de", "Strong IPs", "2018-01-20")
        {
            Description = "Addresses that have been attacking for more than a month.",
            Documentation = ["http://www.blocklist.de/en/export.html"],
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://lists.blocklist.de/lists/strongips.txt", "rate_limit": 86400}"""),
            Parser = new(
                "intelmq.bots.parsers.blocklistde.parser",
                """{}"""),
        };

        internal static Feed[] All => [Apache, Bots, BruteForceLogins, Ftp, Imap, IrcBots, Mail, Sip, Ssh, StrongIps];
    }
}
