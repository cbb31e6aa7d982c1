using IntelMQ.Bots;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Schemas;

namespace Sample.Bot_1;

/// <summary>Parameters of <see cref="SampleBotParser"/>; in configuration their names are in snake case.</summary>
public sealed partial class SampleBotParserOptions : ParserOptions
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

/// <summary>Parses a list of addresses.</summary>
/// <remarks>The list is made by FeedProvider. A host finds it by module path with AddIntelMQ(configuration, [.. StandardBots.All, SampleBotParser.Descriptor]).</remarks>
[Bot("sample_module.parser", BotKind.Parser)]
public sealed partial class SampleBotParser(SampleBotParserOptions options, BotServices services) : CsvParser(options, services)
{
    /// <summary>What each column becomes. A row that a rule refuses is kept as a failure, unless the rule is optional.</summary>
    public override FieldMap Map { get; } =
    [
        Constant(Fields.Classification.Type, options.ClassificationType),
        Column("TimeColumn", Fields.Time.Source).With(UtcTime.Exact("yyyy-MM-dd HH:mm:ss")),
        Column("AddressColumn", Fields.Source.Ip),
        Column("asn", Fields.Source.Asn).Optional(),
        Rest(),
    ];

    /// <inheritdoc/>
    protected override CsvFormat Format { get; } = CsvFormat.WithHeader with { Separator = 'SeparatorCode', CommentPrefix = '#' };
}
