using System.Globalization;
using IntelMQ.Bots;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Schemas;

namespace CustomBot;

// #region options
/// <summary>Parameters of <see cref="HoneypotParser"/>.</summary>
public sealed partial class HoneypotParserOptions : ParserOptions
{
    /// <summary><c>minimum_attempts</c>: rows with fewer attempts make no event.</summary>
    [Range(1)]
    public int MinimumAttempts { get; set; } = 1;
}
// #endregion

// #region parser
/// <summary>Parses the list of a honeypot: who tried to log in where, and how often.</summary>
[Bot("custombot.parsers.honeypot", BotKind.Parser)]
public sealed partial class HoneypotParser(HoneypotParserOptions options, BotServices services) : CsvParser(options, services)
{
    /// <inheritdoc/>
    public override FieldMap Map { get; } =
    [
        Constant(Fields.Classification.Type, ClassificationType.BruteForce),
        Column("seen", Fields.Time.Source).With(UtcTime.Exact("yyyy-MM-dd HH:mm:ss")),
        Column("ip", Fields.Source.Ip),
        Column("port", Fields.Destination.Port).Optional(),
        Column("service", Fields.Protocol.Application),
        Extra("attempts"),
        Complete(row => CountAttempts(row, options.MinimumAttempts), "rows with fewer attempts than minimum_attempts are passed over"),
    ];

    /// <inheritdoc/>
    protected override CsvFormat Format { get; } = CsvFormat.WithHeader with { Separator = ';', CommentPrefix = '#' };

    private static RowOutcome CountAttempts(RowEvent row, int minimum)
    {
        if (!int.TryParse(row.Row["attempts"].Utf8, NumberStyles.None, CultureInfo.InvariantCulture, out int attempts))
            return RowOutcome.Fail("extra.attempts", "is not a whole number");
        return attempts < minimum ? RowOutcome.Skip : RowOutcome.Keep;
    }
}
// #endregion
