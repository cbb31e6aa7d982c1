namespace IntelMQ.Bots.Feeds;

public static partial class FeedCatalog
{
    /// <summary>The feeds of Blueliv.</summary>
    public static class Blueliv
    {
        /// <summary>Servers of criminals: control servers, exploit kits, phishing sites.</summary>
        public static Feed CrimeServer { get; } = new("Blueliv", "CrimeServer", "2018-01-20")
        {
            Description = "Servers of criminals: control servers, exploit kits, phishing sites.",
            Documentation = ["https://www.blueliv.com/"],
            Collector = new(
                "intelmq.bots.collectors.blueliv.collector_crimeserver",
                """{"rate_limit": 3600, "api_key": "{{ your API key }}"}"""),
            Parser = new(
                "intelmq.bots.parsers.blueliv.parser_crimeserver",
                """{}"""),
        };

        internal static Feed[] All => [CrimeServer];
    }
}
