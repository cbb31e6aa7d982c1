using IntelMQ.Mapping;

namespace IntelMQ.Bots.Tests.Docs;

/// <summary>How a parser makes its events.</summary>
internal enum ParserKind
{
    /// <summary>A table, and nothing else.</summary>
    Map,

    /// <summary>A table and code that completes each event.</summary>
    MapWithHook,

    /// <summary>Code.</summary>
    Code,
}

/// <summary>What parsers are, and what their code is for.</summary>
internal static class ParserKinds
{
    // What the code does that makes events; what completes a map says so itself.
    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["intelmq.bots.parsers.alienvault.parser_otx"] = "a pulse becomes an event for each of its indicators",
        ["intelmq.bots.parsers.anubisnetworks.parser"] = "there are two layouts, with objects within objects and lists of places",
        ["intelmq.bots.parsers.cleanmx.parser"] = "the report is XML, in two forms",
        ["intelmq.bots.parsers.cymru.parser_cap_program"] = "there are two forms of lines, whose notes mean other fields for each type",
        ["intelmq.bots.parsers.cznic.parser_proki"] = "the report holds events with IntelMQ's own field names",
        ["intelmq.bots.parsers.fireeye.parser"] = "an OpenIOC document becomes an event for the file and one for its connection",
        ["intelmq.bots.parsers.fraunhofer.parser_dga"] = "an algorithm becomes an event for each of its hosts",
        ["intelmq.bots.parsers.html_table.parser"] = "the parameters say which column is which field",
        ["intelmq.bots.parsers.json.parser"] = "the report holds events with IntelMQ's own field names",
        ["intelmq.bots.parsers.malwareurl.parser"] = "names and addresses stand in a page's input elements",
        ["intelmq.bots.parsers.mcafee.parser_atd"] = "a report becomes an event for the sample and for each file, address and URL that it used",
        ["intelmq.bots.parsers.microsoft.parser_ctip"] = "there are two forms, Interflow and Azure, whose members mean other fields",
        ["intelmq.bots.parsers.misp.parser"] = "an event's attributes become events, classified by its tags",
        ["intelmq.bots.parsers.n6.parser_n6stomp"] = "a report becomes an event for each address, and is classified by category and name",
        ["intelmq.bots.parsers.threatminer.parser"] = "the domains stand in the text of a page's table",
        ["intelmq.bots.parsers.twitter.parser"] = "addresses and links are found in texts of people",
    };

    // Parsers for formats that IntelMQ does not read.
    private static readonly string[] Own =
    [
        "intelmq.bots.parsers.abusech.parser_threatfox",
        "intelmq.bots.parsers.abusech.parser_urlhaus",
        "intelmq.bots.parsers.shodan.parser_csv",
        "intelmq.bots.parsers.spamhaus.parser_drop_json",
    ];

    /// <summary>The parsers whose module IntelMQ has, too.</summary>
    public static IEnumerable<BotDescriptor> OfIntelMQ(IEnumerable<BotDescriptor> parsers) => parsers.Where(static bot => !Own.Contains(bot.Module, StringComparer.Ordinal));

    public static IEnumerable<string> Modules => Words.Keys;

    public static ParserKind KindOf(Bot parser) => parser switch
    {
        MappedParser mapped => mapped.Map.Any(static rule => rule is HookRule) ? ParserKind.MapWithHook : ParserKind.Map,
        _ => ParserKind.Code,
    };

    /// <summary>What a parser's code does.</summary>
    public static string? WordsOf(BotDescriptor bot, Bot parser)
        => parser is MappedParser mapped ? string.Join("; ", mapped.Map.OfType<HookRule>().Select(static hook => hook.Words)) : Words.GetValueOrDefault(bot.Module);
}
