using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Parsers.CiArmy;

/// <summary>Parses the CINS Army list: an address in each line.</summary>
[Bot("intelmq.bots.parsers.ci_army.parser", BotKind.Parser)]
public sealed partial class CiArmyParser(PlainParserOptions options, BotServices services) : LineParser(options, services)
{
    /// <inheritdoc/>
    public override FieldMap Map { get; } =
    [
        Constant(Fields.Classification.Type, ClassificationType.Blacklist),
        Column(0, Fields.Source.Ip),
    ];

    /// <inheritdoc/>
    protected override LineFormat Format { get; } = new() { TrimsLines = false, CommentPrefixes = ["#"] };
}
