namespace IntelMQ.Bots.Feeds;

public static partial class FeedCatalog
{
    /// <summary>The feeds of Fireeye.</summary>
    public static class FireEye
    {
        /// <summary>What the own appliance says of files.</summary>
        public static Feed MalwareAnalysisSystem { get; } = new("Fireeye", "Malware Analysis System", "2021-05-03")
        {
            Description = "What the own appliance says of files.",
            Documentation = ["https://www.fireeye.com/products/malware-analysis.html"],
            Collector = new(
                "intelmq.bots.collectors.fireeye.collector_mas",
                """{"host": "{{ your appliance }}", "request_duration": "<how old date should be fetched eg 24_hours or 48_hours>", "http_username": "{{ your user name }}", "http_password": "{{ your password }}"}"""),
            Parser = new(
                "intelmq.bots.parsers.fireeye.parser",
                """{}"""),
        };

        internal static Feed[] All => [MalwareAnalysisSystem];
    }
}
