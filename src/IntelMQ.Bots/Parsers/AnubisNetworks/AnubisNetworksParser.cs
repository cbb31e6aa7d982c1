using System.Text.Json;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Parsers.AnubisNetworks;

/// <summary>The parameters of <see cref="AnubisNetworksParser"/>.</summary>
public sealed partial class AnubisNetworksParserOptions : ParserOptions
{
    /// <summary>
    /// <c>use_malware_familiy_as_classification_identifier</c> (spelt so in IntelMQ): whether the malware's family becomes
    /// <c>classification.identifier</c>; otherwise <c>extra.malware.family</c>, where it is not the variant's name.
    /// </summary>
    public bool UseMalwareFamiliyAsClassificationIdentifier { get; set; } = true;
}

/// <summary>
/// Parses records of AnubisNetworks' sinkholes: one JSON object a report, in the old or the new layout. What has no
/// field of its own, or does not fit it, is kept below <c>extra.</c> Key and all behind it are cut off <c>feed.url</c>; records that test the sinkhole are passed over.
/// </summary>
[Bot("intelmq.bots.parsers.anubisnetworks.parser", BotKind.Parser)]
public sealed partial class AnubisNetworksParser : EventParser
{
    private readonly bool _familyIsIdentifier;

    /// <summary>Creates the parser.</summary>
    public AnubisNetworksParser(AnubisNetworksParserOptions options, BotServices services)
        : base(options, services)
    {
        _familyIsIdentifier = options.UseMalwareFamiliyAsClassificationIdentifier;
    }

    /// <inheritdoc/>
    protected override IEnumerable<ParsedItem> ReadElements(Report report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var record = new ReportLine(TextOf(report), 1, 0);
        if (record.Trimmed().Text.IsEmpty)
            return [];
        Report clean = WithoutKey(report);
        if (IsTooLong(record))
            return [FailTooLong(clean, record)];
        using JsonDocument? document = JsonReport.Parse(record.Text);
        if (document?.RootElement is not { ValueKind: JsonValueKind.Object } root)
            return [Fail(clean, record, "The report is not a JSON object.")];
        var draft = new EventDraft(NewEvent(clean));
        draft.Add(Fields.Classification.Type, ClassificationType.InfectedSystem);
        draft.Add(Fields.Classification.Taxonomy, ClassificationTaxonomy.MaliciousCode);
        draft.Add(Fields.EventDescription.Text, "Sinkhole attempted connection");
        new AnubisRecord(draft, root, _familyIsIdentifier).Read();
        if (!draft.HasKnown)
            draft.Fail(null, "has no member that is known");
        if (draft.IsBroken)
            return [Fail(clean, record, draft.Field, draft.Reason!)];
        return draft.Event[Fields.Malware.Name] == "testsinkholingloss" ? [] : [Finish(draft.Event, clean, record)];
    }

    private static Report WithoutKey(Report report)
    {
        string? url = report[Fields.Feed.Url];
        int key = url?.IndexOf("?key=", StringComparison.Ordinal) ?? -1;
        if (key < 0)
            return report;
        Report clean = report.Clone();
        clean.Set(Fields.Feed.Url, url![..key]);
        return clean;
    }
}
