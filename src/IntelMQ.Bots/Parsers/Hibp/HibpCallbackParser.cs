using System.Text.Json;
using IntelMQ.Failures;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Parsers.Hibp;

/// <summary>
/// Parses the calls of Have I Been Pwned's enterprise service: one JSON object about a domain, in a breach or a paste. Each address is an
/// event.
/// </summary>
public sealed class HibpCallbackParser : EventParser
{
    /// <summary>Creates the parser.</summary>
    public HibpCallbackParser(PlainParserOptions options)
        : base(options)
    {
    }

    /// <summary>Creates the parser.</summary>
    public HibpCallbackParser(PlainParserOptions options, BotServices services)
        : base(options, services)
    {
    }

    internal static BotDescriptor Descriptor => PlainParser.Describe(
        "intelmq.bots.parsers.hibp.parser_callback",
        "Parses the calls of Have I Been Pwned's enterprise service.",
        static (options, services) => new HibpCallbackParser(options, services));

    /// <inheritdoc/>
    protected override IEnumerable<ParsedItem> ReadElements(Report report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var element = new ReportLine(TextOf(report).Trim(" \t\r\n"u8), 1, 0);
        if (IsTooLong(element))
            return [FailTooLong(report, element)];
        using JsonDocument? document = JsonReport.Parse(element.Text);
        if (document is null)
            throw new InvalidReportException("The report is not valid JSON.");
        return JsonReport.IsNothing(document.RootElement) ? [] : ReadCall(report, element, document.RootElement);
    }

    private IEnumerable<ParsedItem> ReadCall(Report report, ReportLine element, JsonElement call)
    {
        if (call.ValueKind != JsonValueKind.Object)
            return [Fail(report, element, "The report is not a JSON object.")];
        if (!TryReadAddresses(call, out SortedSet<string> addresses))
            return [Fail(report, element, "DomainEmails is not a list of addresses.")];
        var common = new EventDraft(NewEvent(report));
        Fill(common, call);
        SetRaw(common.Event, element.Text);
        foreach (string address in addresses)
        {
            var draft = new EventDraft(new Event(report.Schema));
            draft.Add(Fields.Source.Account, address);
            if (draft.IsBroken)
                common.Fail(draft.Field, "refuses an address");
        }

        if (common.IsBroken)
            return [Fail(report, element, common.Field, common.Reason!)];
        ParsedItem probe = Finish(common.Event.Clone(), report, element);
        return probe.Failure is null ? EventsOf(report, element, common.Event, addresses) : [probe];
    }

    // One at a time: each holds all addresses of the domain.
    private IEnumerable<ParsedItem> EventsOf(Report report, ReportLine element, Event common, SortedSet<string> addresses)
    {
        foreach (string address in addresses)
        {
            Event message = common.Clone();
            message[Fields.Source.Account] = address;
            yield return Finish(message, report, element);
        }
    }

    private static void Fill(EventDraft draft, JsonElement call)
    {
        draft.Add(Fields.Classification.Taxonomy, ClassificationTaxonomy.InformationContentSecurity);
        draft.Add(Fields.Classification.Type, ClassificationType.DataLeak);
        if (!call.TryGetProperty("Domain", out JsonElement domain))
            draft.Fail("Domain", "is missing");
        else
            draft.Add(Fields.Source.Fqdn, JsonReport.ValueOf(domain));
        draft.Add("extra.domain_emails", JsonReport.Member(call, "DomainEmails"));
        bool hasPaste = call.TryGetProperty("Paste", out JsonElement paste);
        if (call.TryGetProperty("Breach", out JsonElement breach))
        {
            draft.Add(Fields.Classification.Identifier, "breach");
            draft.Add("extra.breach", JsonReport.ValueOf(breach));
            if (breach.ValueKind == JsonValueKind.Object)
                draft.Add(Fields.Time.Source, JsonReport.Member(breach, "AddedDate"));
        }
        else if (hasPaste)
        {
            draft.Add(Fields.Classification.Identifier, "paste");
        }

        if (hasPaste)
            draft.Add("extra.paste", JsonReport.ValueOf(paste));
    }

    private static bool TryReadAddresses(JsonElement call, out SortedSet<string> addresses)
    {
        addresses = new SortedSet<string>(StringComparer.Ordinal);
        if (!call.TryGetProperty("DomainEmails", out JsonElement list) || list.ValueKind != JsonValueKind.Array)
            return false;
        IEnumerable<JsonElement> all = list.EnumerateArray();
        if (call.TryGetProperty("Email", out JsonElement one))
            all = all.Append(one);
        foreach (JsonElement address in all)
        {
            if (JsonReport.ValueOf(address) is { IsIgnored: true })
                continue;
            if (address.ValueKind != JsonValueKind.String)
                return false;
            addresses.Add(address.GetString()!);
        }

        return true;
    }
}
