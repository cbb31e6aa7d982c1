namespace IntelMQ.Bots.Feeds;

public static partial class FeedCatalog
{
    /// <summary>The feeds of McAfee Advanced Threat Defense.</summary>
    public static class McAfeeAtd
    {
        /// <summary>What the own sandbox says of files.</summary>
        public static Feed SandboxReports { get; } = new("McAfee Advanced Threat Defense", "Sandbox Reports", "2018-07-05")
        {
            Description = "What the own sandbox says of files.",
            Documentation = ["https://www.mcafee.com/enterprise/en-us/products/advanced-threat-defense.html"],
            Collector = new(
                "intelmq.bots.collectors.opendxl.collector",
                """{"dxl_config_file": "{{ path of the DXL configuration }}", "dxl_topic": "/mcafee/event/atd/file/report"}"""),
            Parser = new(
                "intelmq.bots.parsers.mcafee.parser_atd",
                """{"verdict_severity": 4}"""),
        };

        internal static Feed[] All => [SandboxReports];
    }
}
