namespace IntelMQ.Hosting.Configuration.Upgrading;

/// <summary>Modules of IntelMQ's earlier releases that have another path today.</summary>
internal static class RenamedModules
{
    private static readonly Dictionary<string, string> Paths = new(StringComparer.Ordinal)
    {
        ["intelmq.bots.collectors.n6.collector_stomp"] = "intelmq.bots.collectors.stomp.collector",
        ["intelmq.bots.parsers.cymru_full_bogons.parser"] = "intelmq.bots.parsers.cymru.parser_full_bogons",
        ["intelmq.bots.experts.ripencc_abuse_contact.expert"] = "intelmq.bots.experts.ripe.expert",
        ["intelmq.bots.outputs.postgresql.output"] = "intelmq.bots.outputs.sql.output",
    };

    /// <summary>The path of today; the same where it has not changed.</summary>
    public static string Today(string module) => Paths.GetValueOrDefault(module, module);

    /// <summary>The parameters that say what an old module stood for.</summary>
    public static IReadOnlyList<(string Name, string Value)> ParametersOf(string module)
        => module == "intelmq.bots.outputs.postgresql.output" ? [("engine", "postgresql")] : [];
}
