using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Parsers.OpenPhish;

/// <summary>Parses OpenPhish's free list of phishing sites: one URL a line.</summary>
[Bot("intelmq.bots.parsers.openphish.parser", BotKind.Parser)]
public sealed partial class OpenPhishParser(PlainParserOptions options, BotServices services) : LineParser(options, services)
{
    /// <inheritdoc/>
    public override FieldMap Map { get; } =
    [
        Constant(Fields.Classification.Type, ClassificationType.Phishing),
        Column(0, Fields.Source.Url),
    ];
}
