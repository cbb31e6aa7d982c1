using System.Text.Json.Serialization;
using IntelMQ.Bots;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Schemas;

namespace Sample.Bot_1;

/// <summary>Parameters of <see cref="SampleBotParser"/>; in configuration their names are in snake case.</summary>
public sealed class SampleBotParserOptions : ParserOptions
{
    /// <summary><c>classification_type</c>: what the feed lists.</summary>
    public string ClassificationType { get; set; } = IntelMQ.Harmonization.ClassificationType.Scanner;

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        base.Validate(complaints);
        if (!HarmonizationTypes.ClassificationType.IsValid(FieldValue.Text(System.Text.Encoding.UTF8.GetBytes(ClassificationType)), out string? reason))
            complaints.Add($"classification_type is '{ClassificationType}', which {reason}.");
    }
}

/// <summary>Parses FeedProvider's list.</summary>
public sealed class SampleBotParser(SampleBotParserOptions options, BotServices services) : CsvParser(options, services)
{
    /// <summary>Creates the parser without a host.</summary>
    public SampleBotParser(SampleBotParserOptions options)
        : this(options, BotServices.Default)
    {
    }

    /// <summary>What each column becomes. A row that a rule refuses is kept as a failure, unless the rule is optional.</summary>
    public override FieldMap Map { get; } =
    [
        Constant(Fields.Classification.Type, options.ClassificationType),
        Column("TimeColumn", Fields.Time.Source).With(UtcTime.Exact("yyyy-MM-dd HH:mm:ss")),
        Column("AddressColumn", Fields.Source.Ip),
        Column("asn", Fields.Source.Asn).Optional(),
        Rest(),
    ];

    /// <summary>How a host finds the parser, by module path and parameters: AddIntelMQ(configuration, [.. BotCatalog.All, SampleBotParser.Descriptor]).</summary>
    public static BotDescriptor Descriptor { get; } = BotDescriptor.For<SampleBotParser, SampleBotParserOptions>(
        "sample_module.parser",
        BotKind.Parser,
        "Parses FeedProvider's list.",
        SampleBotJson.Default.SampleBotParserOptions,
        static (options, services) => new SampleBotParser(options, services));

    /// <inheritdoc/>
    protected override CsvFormat Format { get; } = CsvFormat.WithHeader with { Separator = 'SeparatorCode', CommentPrefix = '#' };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SampleBotParserOptions))]
internal sealed partial class SampleBotJson : JsonSerializerContext;
