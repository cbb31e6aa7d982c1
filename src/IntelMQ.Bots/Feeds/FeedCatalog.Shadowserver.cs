namespace IntelMQ.Bots.Feeds;

public static partial class FeedCatalog
{
    /// <summary>The feeds of Shadowserver.</summary>
    public static class Shadowserver
    {
        /// <summary>Reports of the Shadowserver Foundation about own networks, from its API.</summary>
        public static Feed ViaApi { get; } = new("Shadowserver", "Via API", "2020-01-08")
        {
            Description = "Reports of the Shadowserver Foundation about own networks, from its API.",
            Documentation = ["https://www.shadowserver.org/what-we-do/network-reporting/api-documentation/"],
            Collector = new(
                "intelmq.bots.collectors.shadowserver.collector_reports_api",
                """{"country": "{{ country code }}", "api_key": "{{ your API key }}", "secret": "{{ your API secret }}", "types": "{{ types of reports }}", "rate_limit": 86400, "redis_cache_db": 12, "redis_cache_host": "127.0.0.1", "redis_cache_port": 6379, "redis_cache_ttl": 864000}"""),
            Parser = new(
                "intelmq.bots.parsers.shadowserver.parser",
                """{}"""),
        };

        /// <summary>Reports of the Shadowserver Foundation about own networks, by mail.</summary>
        public static Feed ViaImap { get; } = new("Shadowserver", "Via IMAP", "2018-01-20")
        {
            Description = "Reports of the Shadowserver Foundation about own networks, by mail.",
            Documentation = ["https://www.shadowserver.org/what-we-do/network-reporting/"],
            Collector = new(
                "intelmq.bots.collectors.mail.collector_mail_attach",
                """{"mail_host": "{{ your mail host }}", "mail_password": "{{ your password }}", "mail_ssl": true, "mail_user": "{{ your user name }}", "attach_regex": "csv.zip", "extract_files": true, "rate_limit": 86400, "subject_regex": "{{ pattern of the subjects }}", "folder": "INBOX"}"""),
            Parser = new(
                "intelmq.bots.parsers.shadowserver.parser",
                """{}"""),
        };

        /// <summary>Reports of the Shadowserver Foundation about own networks, from tickets in Request Tracker.</summary>
        public static Feed ViaRequestTracker { get; } = new("Shadowserver", "Via Request Tracker", "2018-01-20")
        {
            Description = "Reports of the Shadowserver Foundation about own networks, from tickets in Request Tracker.",
            Documentation = ["https://www.shadowserver.org/what-we-do/network-reporting/"],
            Collector = new(
                "intelmq.bots.collectors.rt.collector_rt",
                """{"attachment_regex": "\\.csv\\.zip$", "extract_attachment": true, "extract_download": false, "http_password": "{{ your password }}", "http_username": "{{ your user name }}", "password": "{{ your password }}", "rate_limit": 3600, "search_not_older_than": "{{ how old tickets may be }}", "search_owner": "nobody", "search_queue": "Incident Reports", "search_requestor": "autoreports@shadowserver.org", "search_status": "new", "search_subject_like": "\\[{{ country }}\\] Shadowserver {{ country }}", "set_status": "open", "take_ticket": true, "uri": "http://localhost/rt/REST/1.0", "url_regex": "https://dl.shadowserver.org/[a-zA-Z0-9?_-]*", "user": "{{ your user name }}"}"""),
            Parser = new(
                "intelmq.bots.parsers.shadowserver.parser",
                """{}"""),
        };

        internal static Feed[] All => [ViaApi, ViaImap, ViaRequestTracker];
    }
}
