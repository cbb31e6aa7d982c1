using System.Text.Json;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Parsers.AlienVault;

/// <summary>
/// Parses pulses of AlienVault's Open Threat Exchange: a JSON array of them. Each indicator of a supported type is an event whose <c>raw</c> is
/// the indicator; a pulse with one that is broken fails as a whole.
/// </summary>
public sealed class AlienVaultOtxParser : EventParser
{
    /// <summary>Creates the parser.</summary>
    public AlienVaultOtxParser(PlainParserOptions options)
        : base(options)
    {
    }

    /// <summary>Creates the parser.</summary>
    public AlienVaultOtxParser(PlainParserOptions options, BotServices services)
        : base(options, services)
    {
    }

    internal static BotDescriptor Descriptor { get; } = PlainParser.Describe(
        "intelmq.bots.parsers.alienvault.parser_otx",
        "Parses pulses of AlienVault's Open Threat Exchange.",
        static (options, services) => new AlienVaultOtxParser(options, services));

    /// <inheritdoc/>
    protected override IEnumerable<ParsedItem> ReadElements(Report report)
    {
        foreach (ReportLine element in JsonReport.Elements(TextOf(report)))
        {
            foreach (ParsedItem item in ReadPulse(report, element))
                yield return item;
        }
    }

    private IEnumerable<ParsedItem> ReadPulse(Report report, ReportLine element)
    {
        if (IsTooLong(element))
        {
            yield return FailTooLong(report, element);
            yield break;
        }

        using JsonDocument? document = JsonReport.Parse(element.Text);
        if (document?.RootElement is not { ValueKind: JsonValueKind.Object } pulse || !pulse.TryGetProperty("indicators", out JsonElement indicators) || indicators.ValueKind != JsonValueKind.Array)
        {
            yield return Fail(report, element, "The element is not a pulse with a list of indicators.");
            yield break;
        }

        // Whether all of a pulse can be read is known only at its end, and its events may be too large to keep them all until then.
        foreach (JsonElement indicator in indicators.EnumerateArray())
        {
            if (ReadIndicator(report, pulse, indicator) is not { } draft)
                continue;
            ParsedItem item = draft.IsBroken ? Fail(report, element, draft.Field, draft.Reason!) : Finish(draft.Event, report, element);
            if (item.Failure is null)
                continue;
            yield return item;
            yield break;
        }

        foreach (JsonElement indicator in indicators.EnumerateArray())
        {
            if (ReadIndicator(report, pulse, indicator) is { } draft)
                yield return Finish(draft.Event, report, element);
        }
    }

    private EventDraft? ReadIndicator(Report report, JsonElement pulse, JsonElement indicator)
    {
        var draft = new EventDraft(NewEvent(report));
        if (indicator.ValueKind != JsonValueKind.Object)
        {
            draft.Fail(null, "has an indicator that is not an object");
            return draft;
        }

        if (Text(draft, indicator, "type") is not { } type || Text(draft, indicator, "indicator") is not { } value || Text(draft, indicator, "created") is not { } created)
            return draft;
        if (!OtxIndicator.TryAdd(draft, type, value))
            return null;
        AddExtra(draft, pulse, indicator, type == "CVE" ? value : null);
        if (pulse.TryGetProperty("TLP", out JsonElement tlp))
            draft.Add(Fields.Tlp, JsonReport.ValueOf(tlp));
        draft.Add(Fields.Comment, JsonReport.ValueOf(Member(draft, pulse, "description")));
        draft.Add(Fields.Classification.Type, ClassificationType.Blacklist);
        draft.Add(Fields.Time.Source, created.Contains('.', StringComparison.Ordinal) && created.Length > 4 ? created[..^4] + "+00:00" : created);
        SetRaw(draft.Event, JsonReport.Write(indicator, sortKeys: true));
        return draft;
    }

    private static void AddExtra(EventDraft draft, JsonElement pulse, JsonElement indicator, string? cve)
    {
        var extra = new ExtraMap();
        extra.Add("author", Member(draft, pulse, "author_name"));
        extra.Add("pulse", Member(draft, pulse, "name"));
        if (cve is not null)
            extra.Add("cve", cve);
        extra.Add("pulse_key", indicator.TryGetProperty("pulse_key", out JsonElement key) ? key : Member(draft, pulse, "id"));
        foreach (string name in (ReadOnlySpan<string>)["tags", "industries", "adversary"])
        {
            if (pulse.TryGetProperty(name, out JsonElement value))
                extra.Add(name, value);
        }

        if (pulse.TryGetProperty("modified", out JsonElement modified) && modified.ValueKind == JsonValueKind.String)
        {
            string time = modified.GetString()!;
            extra.Add("time_updated", time.Contains('.', StringComparison.Ordinal) && time.Length > 4 ? time[..^4] + "+00:00" : time + ".00+00:00");
        }

        if (pulse.TryGetProperty("targeted_countries", out JsonElement countries) && countries is { ValueKind: JsonValueKind.Array } && countries.GetArrayLength() > 0)
            extra.Add("targeted_countries", countries);
        extra.Store(draft);
    }

    private static string? Text(EventDraft draft, JsonElement indicator, string name)
    {
        if (indicator.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String)
            return value.GetString();
        draft.Fail(null, $"has an indicator without a text in {name}");
        return null;
    }

    private static JsonElement Member(EventDraft draft, JsonElement pulse, string name)
    {
        if (pulse.TryGetProperty(name, out JsonElement value))
            return value;
        draft.Fail(null, $"has no member {name}");
        return OtxIndicator.Nothing;
    }
}
