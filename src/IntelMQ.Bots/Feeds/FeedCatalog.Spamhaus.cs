namespace IntelMQ.Bots.Feeds;

public static partial class FeedCatalog
{
    /// <summary>The feeds of Spamhaus.</summary>
    public static class Spamhaus
    {
        /// <summary>Autonomous systems not to peer with.</summary>
        public static Feed AsnDrop { get; } = new("Spamhaus", "ASN Drop", "2018-01-20")
        {
            Description = "Autonomous systems not to peer with.",
            Documentation = ["https://www.spamhaus.org/drop/"],
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://www.spamhaus.org/drop/asndrop.txt", "rate_limit": 3600}"""),
            Parser = new(
                "intelmq.bots.parsers.spamhaus.parser_drop",
                """{}"""),
        };

        /// <summary>Autonomous systems not to peer with; in JSON.</summary>
        public static Feed AsnDropJson { get; } = new("Spamhaus", "ASN Drop (JSON)", "2024-06-01")
        {
            Description = "Autonomous systems not to peer with; in JSON.",
            Documentation = ["https://www.spamhaus.org/blocklists/do-not-route-or-peer/"],
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://www.spamhaus.org/drop/asndrop.json", "rate_limit": 86400}"""),
            Parser = new(
                "intelmq.bots.parsers.spamhaus.parser_drop_json",
                """{}"""),
        };

        /// <summary>Infected and abusive devices in the networks of a national CERT.</summary>
        public static Feed Cert { get; } = new("Spamhaus", "CERT", "2018-01-20")
        {
            Description = "Infected and abusive devices in the networks of a national CERT.",
            Documentation = ["https://www.spamhaus.org/news/article/705/spamhaus-launches-cert-insight-portal"],
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "{{ your CERT portal URL }}", "rate_limit": 3600}"""),
            Parser = new(
                "intelmq.bots.parsers.spamhaus.parser_cert",
                """{}"""),
        };

        /// <summary>IPv4 networks not to route: taken over, or let to criminals.</summary>
        public static Feed Drop { get; } = new("Spamhaus", "Drop", "2018-01-20")
        {
            Description = "IPv4 networks not to route: taken over, or let to criminals.",
            Documentation = ["https://www.spamhaus.org/drop/"],
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://www.spamhaus.org/drop/drop.txt", "rate_limit": 3600}"""),
            Parser = new(
                "intelmq.bots.parsers.spamhaus.parser_drop",
                """{}"""),
        };

        /// <summary>IPv4 networks not to route: taken over, or let to criminals; in JSON.</summary>
        public static Feed DropJson { get; } = new("Spamhaus", "Drop (JSON)", "2024-06-01")
        {
            Description = "IPv4 networks not to route: taken over, or let to criminals; in JSON.",
            Documentation = ["https://www.spamhaus.org/blocklists/do-not-route-or-peer/"],
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://www.spamhaus.org/drop/drop_v4.json", "rate_limit": 86400}"""),
            Parser = new(
                "intelmq.bots.parsers.spamhaus.parser_drop_json",
                """{}"""),
        };

        /// <summary>IPv6 networks not to route.</summary>
        public static Feed DropV6 { get; } = new("Spamhaus", "Dropv6", "2018-01-20")
        {
            Description = "IPv6 networks not to route.",
            Documentation = ["https://www.spamhaus.org/drop/"],
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://www.spamhaus.org/drop/dropv6.txt", "rate_limit": 3600}"""),
            Parser = new(
                "intelmq.bots.parsers.spamhaus.parser_drop",
                """{}"""),
        };

        /// <summary>IPv6 networks not to route; in JSON.</summary>
        public static Feed DropV6Json { get; } = new("Spamhaus", "Dropv6 (JSON)", "2024-06-01")
        {
            Description = "IPv6 networks not to route; in JSON.",
            Documentation = ["https://www.spamhaus.org/blocklists/do-not-route-or-peer/"],
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://www.spamhaus.org/drop/drop_v6.json", "rate_limit": 86400}"""),
            Parser = new(
                "intelmq.bots.parsers.spamhaus.parser_drop_json",
                """{}"""),
        };

        /// <summary>Networks not to route that were let on by those they were given to; part of Drop by now.</summary>
        public static Feed EDrop { get; } = new("Spamhaus", "EDrop", "2018-01-20")
        {
            Description = "Networks not to route that were let on by those they were given to; part of Drop by now.",
            Documentation = ["https://www.spamhaus.org/drop/"],
            IsPublic = true,
            Collector = new(
                "intelmq.bots.collectors.http.collector_http",
                """{"http_url": "https://www.spamhaus.org/drop/edrop.txt", "rate_limit": 3600}"""),
            Parser = new(
                "intelmq.bots.parsers.spamhaus.parser_drop",
                """{}"""),
        };

        internal static Feed[] All => [AsnDrop, AsnDropJson, Cert, Drop, DropJson, DropV6, DropV6Json, EDrop];
    }
}
