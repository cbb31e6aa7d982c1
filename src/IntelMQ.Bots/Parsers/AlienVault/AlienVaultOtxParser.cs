using System.Text.Json;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Parsers.AlienVault;

/// <summary>
/// Parses pulses of AlienVault's Open Threat Exchange: a JSON array of them. Each indicator is an event whose <c>raw</c> is the indicator; one
/// that is broken is a failure by itself, and those of types that no field can hold are passed over.
/// </summary>
[Bot("intelmq.bots.parsers.alienvault.parser_otx", BotKind.Parser)]
public sealed partial class AlienVaultOtxParser(PlainParserOptions options, BotServices services) : EventParser(options, services)
{
    // Each indicator repeats what the pulse says: a pulse made for it must not become gigabytes.
    private const long MaxSizeOfEvents = 256 * 1024 * 1024;

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
        if (document?.RootElement is not { ValueKind: JsonValueKind.Object } root || OtxPulse.Of(root) is not { } pulse)
        {
            yield return Fail(report, element, "The element is not a pulse with a list of indicators.");
            yield break;
        }

        if (pulse.SizeOfEvents > MaxSizeOfEvents)
        {
            yield return Fail(report, element, "The pulse repeats too much text for too many indicators.");
            yield break;
        }

        IEnumerable<ParsedItem> items = ForEach(
            report,
            pulse.Indicators.EnumerateArray(),
            indicator => element with { Text = pulse.With(indicator) },
            indicator => ReadIndicator(report, pulse, element, indicator));
        foreach (ParsedItem item in items)
            yield return item;
    }

    private ParsedItem? ReadIndicator(Report report, OtxPulse pulse, ReportLine element, JsonElement indicator)
    {
        var draft = new EventDraft(NewEvent(report));
        if (!OtxIndicator.TryRead(draft, pulse, indicator))
            return null;
        if (!draft.IsBroken)
            SetRaw(draft.Event, JsonReport.Write(indicator, sortKeys: true));
        ParsedItem item = draft.IsBroken ? Fail(report, element, draft.Field, draft.Reason!) : Finish(draft.Event, report, element);
        return item.Failure is { } failure ? Fail(report, element with { Text = pulse.With(indicator) }, failure.Field, failure.Reason) : item;
    }
}
