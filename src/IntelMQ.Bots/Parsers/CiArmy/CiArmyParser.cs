using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Parsers.CiArmy;

/// <summary>Parses the CINS Army list: an address in each line.</summary>
public sealed class CiArmyParser : LineParser
{
    /// <summary>Creates the parser.</summary>
    public CiArmyParser(PlainParserOptions options)
        : base(options)
    {
    }

    /// <summary>Creates the parser.</summary>
    public CiArmyParser(PlainParserOptions options, BotServices services)
        : base(options, services)
    {
    }

    /// <inheritdoc/>
    public override FieldMap Map { get; } =
    [
        Constant(Fields.Classification.Type, ClassificationType.Blacklist),
        Column(0, Fields.Source.Ip),
    ];

    /// <inheritdoc/>
    protected override LineFormat Format { get; } = new() { TrimsLines = false, CommentPrefixes = ["#"] };

    internal static BotDescriptor Descriptor => PlainParser.Describe(
        "intelmq.bots.parsers.ci_army.parser",
        "Parses the CINS Army list of addresses.",
        static (options, services) => new CiArmyParser(options, services));
}
