namespace IntelMQ.Bots.Feeds;

public static partial class FeedCatalog
{
    /// <summary>The feeds of ZoneH.</summary>
    public static class ZoneH
    {
        /// <summary>Defaced websites, reported by mail to CERTs and their like.</summary>
        public static Feed Defacements { get; } = new("ZoneH", "Defacements", "2018-01-20")
        {
            Description = "Defaced websites, reported by mail to CERTs and their like.",
            Documentation = ["https://zone-h.org/"],
            Collector = new(
                "intelmq.bots.collectors.mail.collector_mail_attach",
                """{"mail_host": "{{ your mail host }}", "mail_password": "{{ your password }}", "mail_ssl": true, "mail_user": "{{ your user name }}", "sent_from": "datazh@zone-h.org", "folder": "INBOX", "subject_regex": "Report", "extract_files": false, "attach_regex": "csv", "rate_limit": 3600}"""),
            Parser = new(
                "intelmq.bots.parsers.zoneh.parser",
                """{}"""),
        };

        internal static Feed[] All => [Defacements];
    }
}
