using System.Globalization;
using System.Text.Json.Serialization;
using IntelMQ.Bots;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Schemas;

namespace CustomBot;

// #region options
/// <summary>Parameters of <see cref="HoneypotParser"/>.</summary>
public sealed class HoneypotParserOptions : ParserOptions
{
    /// <summary><c>minimum_attempts</c>: rows with fewer attempts make no event.</summary>
    public int MinimumAttempts { get; set; } = 1;

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        base.Validate(complaints);
        if (MinimumAttempts < 1)
            complaints.Add($"minimum_attempts is {MinimumAttempts}, but must be at least 1.");
    }
}
// #endregion

// #region parser
/// <summary>Parses the list of a honeypot: who tried to log in where, and how often.</summary>
public sealed class HoneypotParser : CsvParser
{
    private readonly int _minimumAttempts;

    /// <summary>Creates the parser.</summary>
    public HoneypotParser(HoneypotParserOptions options)
        : this(options, BotServices.Default)
    {
    }

    /// <summary>Creates the parser.</summary>
    public HoneypotParser(HoneypotParserOptions options, BotServices services)
        : base(options, services) => _minimumAttempts = options.MinimumAttempts;

    /// <inheritdoc/>
    public override FieldMap Map { get; } =
    [
        Constant(Fields.Classification.Type, ClassificationType.BruteForce),
        Column("seen", Fields.Time.Source).With(UtcTime.Exact("yyyy-MM-dd HH:mm:ss")),
        Column("ip", Fields.Source.Ip),
        Column("port", Fields.Destination.Port).Optional(),
        Column("service", Fields.Protocol.Application),
        Extra("attempts"),
    ];

    /// <summary>How a host finds the parser, by module path and parameters.</summary>
    public static BotDescriptor Descriptor { get; } = BotDescriptor.For<HoneypotParser, HoneypotParserOptions>(
        "custombot.parsers.honeypot",
        BotKind.Parser,
        "Parses the list of a honeypot.",
        HoneypotJson.Default.HoneypotParserOptions,
        static (options, services) => new HoneypotParser(options, services));

    /// <inheritdoc/>
    protected override CsvFormat Format { get; } = CsvFormat.WithHeader with { Separator = ';', CommentPrefix = '#' };

    /// <inheritdoc/>
    public override bool HasHook => true;

    /// <inheritdoc/>
    protected override RowVerdict Complete(RowEvent row)
    {
        if (!int.TryParse(row.Row["attempts"].Utf8, NumberStyles.None, CultureInfo.InvariantCulture, out int attempts))
            return RowVerdict.Fail("extra.attempts", "is not a whole number");
        return attempts < _minimumAttempts ? RowVerdict.Skip : RowVerdict.Keep;
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(HoneypotParserOptions))]
internal sealed partial class HoneypotJson : JsonSerializerContext;
// #endregion
