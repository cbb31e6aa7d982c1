using System.Text.Json;
using IntelMQ.Failures;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.GitHubFeed;

/// <summary>
/// Parses lists of indicators that are kept on GitHub; so far those of StrangerealIntel's DailyIOC: JSON arrays of objects, some of them
/// written with single quotes. Indicators of no known form are passed over. What the collector knows of the file
/// (<c>extra.file_metadata</c>) is copied to each event.
/// </summary>
[Bot("intelmq.bots.parsers.github_feed.parser", BotKind.Parser, Summary = "Parses lists of indicators that are kept on GitHub: StrangerealIntel's DailyIOC.")]
public sealed partial class GitHubFeedParser(PlainParserOptions options, BotServices services) : JsonParser(options, services)
{
    private const string MetadataField = "extra.file_metadata";

    /// <inheritdoc/>
    public override FieldMap Map { get; } = UnknownMembers.KeptBeside(
    [
        RefuseWhere(Cell("Indicator").That(static value => value.Kind != FieldValueKind.Text, "is not a text"), "is not a text"),
        SkipWhere(Cell("Indicator").That(static value => IocKinds.Of(value.Utf8) == IocKind.Unknown, "has no known form")),
        Constant(Fields.Classification.Type, ClassificationType.Malware),
        Constant(Fields.Classification.Taxonomy, ClassificationTaxonomy.Other),
        Column("Description", Fields.EventDescription.Text).RequiresCell(),
        Indicator(Fields.Malware.Hash.Sha1, IocKind.Sha1),
        Indicator(Fields.Malware.Hash.Sha256, IocKind.Sha256),
        Indicator(Fields.Malware.Hash.Md5, IocKind.Md5),
        Indicator(Fields.Source.Fqdn, IocKind.Fqdn),
        Indicator(Fields.Source.Ip, IocKind.Ip),
        Indicator(Fields.Source.Url, IocKind.Url),
    ]);

    /// <inheritdoc/>
    protected override ReadOnlyMemory<byte> Prepare(ReadOnlyMemory<byte> text, Report report)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (report[Fields.Feed.Url]?.Contains("StrangerealIntel/DailyIOC", StringComparison.Ordinal) != true)
            throw new InvalidReportException("feed.url names no feed on GitHub that is known (StrangerealIntel/DailyIOC).");
        using JsonDocument? plain = JsonReport.Parse(text);
        if (plain is not null)
            return text;
        byte[] doubled = text.ToArray();
        doubled.AsSpan().Replace((byte)'\'', (byte)'"');
        return doubled;
    }

    /// <inheritdoc/>
    protected override FieldMap MapFor(Report report)
    {
        ArgumentNullException.ThrowIfNull(report);
        using JsonDocument? document = JsonReport.Parse(report[MetadataField].Utf8.ToArray());
        return document?.RootElement.ValueKind == JsonValueKind.Object ? [.. Map, .. MetadataRules(document.RootElement)] : Map;
    }

    private static ColumnRule Indicator(Field field, IocKind kind)
        => Column("Indicator", field).With(
            (value, _) => IocKinds.Of(value.Utf8) == kind ? Harmonized.Slice(value.Kind, 0, value.Utf8.Length) : Harmonized.None,
            $"where it has the form of {kind}");

    private static IEnumerable<ConstantRule> MetadataRules(JsonElement metadata)
    {
        foreach ((string name, JsonElement value) in JsonReport.Members(metadata))
        {
            if (!JsonReport.IsNothing(value) && JsonReport.ValueOf(value) is { IsIgnored: false } plain)
                yield return Rules.Constant($"{MetadataField}.{name}", plain);
        }
    }
}
