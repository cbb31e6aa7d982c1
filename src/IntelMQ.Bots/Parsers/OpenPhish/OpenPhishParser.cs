using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Parsers.OpenPhish;

/// <summary>Parses OpenPhish's free list of phishing sites: one URL a line.</summary>
public sealed class OpenPhishParser : LineParser
{
    /// <summary>Creates the parser.</summary>
    public OpenPhishParser(PlainParserOptions options)
        : base(options)
    {
    }

    /// <summary>Creates the parser.</summary>
    public OpenPhishParser(PlainParserOptions options, BotServices services)
        : base(options, services)
    {
    }

    /// <inheritdoc/>
    public override FieldMap Map { get; } =
    [
        Constant(Fields.Classification.Type, ClassificationType.Phishing),
        Column(0, Fields.Source.Url),
    ];

    internal static BotDescriptor Descriptor => PlainParser.Describe(
        "intelmq.bots.parsers.openphish.parser",
        "Parses OpenPhish's free list of phishing sites.",
        static (options, services) => new OpenPhishParser(options, services));
}
