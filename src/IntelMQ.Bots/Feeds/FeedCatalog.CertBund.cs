namespace IntelMQ.Bots.Feeds;

public static partial class FeedCatalog
{
    /// <summary>The feeds of CERT-Bund.</summary>
    public static class CertBund
    {
        /// <summary>Infected systems in a country, reported by CERT-Bund to other national CERTs by mail.</summary>
        public static Feed MalwareInfectionsViaImap { get; } = new("CERT-Bund", "CB-Report Malware infections via IMAP", "2020-08-20")
        {
            Description = "Infected systems in a country, reported by CERT-Bund to other national CERTs by mail.",
            Collector = new(
                "intelmq.bots.collectors.mail.collector_mail_attach",
                """{"mail_host": "{{ your mail host }}", "mail_password": "{{ your password }}", "mail_ssl": true, "mail_user": "{{ your user name }}", "attach_regex": "events.csv", "extract_files": false, "rate_limit": 86400, "subject_regex": "^\\[CB-Report#.* Malware infections (\\(Avalanche\\) )?in country", "folder": "INBOX"}"""),
            Parser = new(
                "intelmq.bots.parsers.generic.parser_csv",
                """{"skip_header": true, "default_url_protocol": "http://", "time_format": "from_format|%Y-%m-%d %H:%M:%S", "delimiter": ",", "columns": ["source.asn", "source.ip", "time.source", "classification.type", "malware.name", "source.port", "destination.ip", "destination.port", "destination.fqdn", "protocol.transport"], "default_fields": {"classification.type": "infected-system"}}"""),
        };

        internal static Feed[] All => [MalwareInfectionsViaImap];
    }
}
