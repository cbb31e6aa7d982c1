using IntelMQ.Bots.Parsers.AbuseCh;
using IntelMQ.Bots.Parsers.Generic;
using IntelMQ.Bots.Parsers.HtmlTable;
using IntelMQ.Bots.Parsers.Json;
using IntelMQ.Bots.Parsers.KeyValue;
using IntelMQ.Bots.Parsers.Shadowserver;
using IntelMQ.Bots.Parsers.Shodan;
using IntelMQ.Bots.Parsers.Spamhaus;

namespace IntelMQ.Bots;

public static partial class BotCatalog
{
    private static BotDescriptor[] Parsers =>
    [
        FeodoTrackerParser.Descriptor,
        GenericCsvParser.Descriptor,
        GenericHtmlTableParser.Descriptor,
        GenericKeyValueParser.Descriptor,
        IntelMqJsonParser.Descriptor,
        ShadowserverParser.Descriptor,
        ShodanParser.Descriptor,
        SpamhausDropParser.Descriptor,
    ];
}
