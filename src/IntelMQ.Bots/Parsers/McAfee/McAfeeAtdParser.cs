using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using IntelMQ.Failures;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.McAfee;

/// <summary>The parameters of <see cref="McAfeeAtdParser"/>.</summary>
public sealed partial class McAfeeAtdParserOptions : ParserOptions
{
    /// <summary><c>verdict_severity</c>: samples with a lower severity, from -1 to 5, make no events.</summary>
    public int VerdictSeverity { get; set; } = 4;
}

/// <summary>
/// Parses the reports of McAfee's Advanced Threat Defense on one sample: a JSON object. The sample is an event, and so is each file,
/// address and URL that it was seen to use. What has no field of its own, or does not fit it, is kept below <c>extra.</c>; a sample whose
/// hashes are none is one failure.
/// </summary>
[Bot("intelmq.bots.parsers.mcafee.parser_atd", BotKind.Parser, Summary = "Parses the reports of McAfee's Advanced Threat Defense.")]
public sealed partial class McAfeeAtdParser : EventParser
{
    // Url comes below.
    private static readonly FrozenDictionary<string, string> FieldsByMember = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["domain"] = Fields.Source.Fqdn.Name,
        ["hostname"] = Fields.Source.Fqdn.Name,
        ["Name"] = Fields.Malware.Name.Name,
        ["Md5"] = Fields.Malware.Hash.Md5.Name,
        ["Sha1"] = Fields.Malware.Hash.Sha1.Name,
        ["Sha256"] = Fields.Malware.Hash.Sha256.Name,
        ["Ipv4"] = Fields.Destination.Ip.Name,
        ["Port"] = Fields.Destination.Port.Name,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly (string Member, Field Field)[] SubjectMembers =
    [
        ("Name", Fields.Malware.Name),
        ("md5", Fields.Malware.Hash.Md5),
        ("sha-1", Fields.Malware.Hash.Sha1),
        ("sha-256", Fields.Malware.Hash.Sha256),
    ];

    // Of the sandbox, not of the file, address or URL.
    private static readonly string[] Dropped = ["FileType", "Processes", "Category", "Functional", "Reputation", "Risk", "Severity"];

    private static readonly string[] Lists = ["Files", "Ips", "Urls"];

    private readonly int _severity;

    /// <summary>Creates the parser.</summary>
    public McAfeeAtdParser(McAfeeAtdParserOptions options, BotServices services)
        : base(options, services)
    {
        _severity = options.VerdictSeverity;
    }

    /// <inheritdoc/>
    protected override IEnumerable<ParsedItem> ReadElements(Report report)
    {
        ArgumentNullException.ThrowIfNull(report);
        ReadOnlyMemory<byte> text = TextOf(report);
        using JsonDocument? document = JsonReport.Parse(text);
        if (document is null)
            throw new InvalidReportException("The report is not valid JSON.");
        JsonElement summary = Object(document.RootElement, "Summary");
        JsonElement subject = Object(summary, "Subject");
        FieldValue severity = SeverityIn(summary);
        if (TryRead(severity, out long level) && level < _severity)
            return [];
        var element = new ReportLine(text, 1, 0);
        EventDraft sample = SampleOf(report, subject);
        if (!TryRead(severity, out _))
            sample.Keep("severity", severity);
        List<EventDraft> drafts = [sample];
        foreach (string name in Lists)
        {
            if (!summary.TryGetProperty(name, out JsonElement list))
                continue;
            if (list.ValueKind != JsonValueKind.Array)
            {
                sample.Keep(name, JsonReport.ValueOf(list));
                continue;
            }

            foreach (JsonElement entry in list.EnumerateArray())
            {
                if (entry.ValueKind != JsonValueKind.Object)
                {
                    sample.Keep(name, JsonReport.ValueOf(entry));
                    continue;
                }

                EventDraft draft = name == "Files" ? NewDraft(report) : SampleOf(report, subject);
                Describe(draft, entry);
                drafts.Add(draft);
            }
        }

        return drafts.Find(static draft => draft.IsBroken) is { } broken
            ? [Fail(report, element, broken.Field, broken.Reason!)]
            : Finish(drafts.ConvertAll(static draft => draft.Event), report, element);
    }

    private EventDraft NewDraft(Report report)
    {
        var draft = new EventDraft(NewEvent(report));
        SetRaw(draft.Event, report.Raw);
        draft.Add(Fields.Classification.Taxonomy, ClassificationTaxonomy.MaliciousCode);
        draft.Add(Fields.Classification.Type, ClassificationType.InfectedSystem);
        return draft;
    }

    private EventDraft SampleOf(Report report, JsonElement subject)
    {
        EventDraft draft = NewDraft(report);
        foreach ((string member, Field field) in SubjectMembers)
        {
            draft.Add(field, JsonReport.Member(subject, member), member);
        }

        return draft;
    }

    // What is known of the sample comes first.
    private static void Describe(EventDraft draft, JsonElement entry)
    {
        foreach ((string name, JsonElement value) in JsonReport.Members(entry))
        {
            if (FieldsByMember.TryGetValue(name, out string? field))
                AddIfAbsent(draft, field, name, value);
            else if (name == "Url")
                AddIfAbsent(draft, FieldOfUrl(value).Name, name, value);
            else if (!Dropped.Contains(name))
                draft.Keep(name, JsonReport.ValueOf(value));
        }
    }

    private static void AddIfAbsent(EventDraft draft, string field, string name, JsonElement value)
    {
        if (!draft.Event.Contains(field))
            draft.AddDetail(field, JsonReport.ValueOf(value), name);
    }

    private static Field<string> FieldOfUrl(JsonElement value)
        => value.ValueKind == JsonValueKind.String && value.GetString()!.Contains("://", StringComparison.Ordinal) ? Fields.Destination.Url : Fields.Destination.Fqdn;

    private static JsonElement Object(JsonElement parent, string name)
        => parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Object
            ? value
            : throw new InvalidReportException($"The report has no object {name}.");

    private static FieldValue SeverityIn(JsonElement summary)
        => summary.TryGetProperty("Verdict", out JsonElement verdict) && verdict.ValueKind == JsonValueKind.Object ? JsonReport.Member(verdict, "Severity") : FieldValue.Missing;

    private static bool TryRead(FieldValue severity, out long level)
        => long.TryParse(Utf8Text.Trim(severity.Utf8), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out level);
}
