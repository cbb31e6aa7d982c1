using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using IntelMQ.Failures;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.Fraunhofer;

/// <summary>
/// Parses the lists of generated domains of Fraunhofer FKIE's DGArchive: a JSON object with a list of names and addresses for each
/// algorithm. Each name or address is an event.
/// </summary>
[Bot("intelmq.bots.parsers.fraunhofer.parser_dga", BotKind.Parser)]
public sealed partial class FraunhoferDgaParser(PlainParserOptions options, BotServices services) : EventParser(options, services)
{
    /// <inheritdoc/>
    protected override IEnumerable<ParsedItem> ReadElements(Report report)
    {
        ArgumentNullException.ThrowIfNull(report);
        using JsonDocument? document = JsonReport.Parse(TextOf(report));
        if (document is null || document.RootElement.ValueKind != JsonValueKind.Object)
            throw new InvalidReportException("The report is not a JSON object.");
        foreach ((string name, JsonElement hosts) in JsonReport.Members(document.RootElement))
        {
            if (hosts.ValueKind != JsonValueKind.Array)
            {
                yield return Fail(report, Again(name, hosts, isHost: false), "An algorithm has no list of names.");
                continue;
            }

            foreach (ParsedItem item in ForEach(report, hosts.EnumerateArray(), host => Again(name, host, isHost: true), host => ReadHost(report, name, host)))
                yield return item;
        }
    }

    private ParsedItem? ReadHost(Report report, string name, JsonElement host)
    {
        FieldValue value = JsonReport.ValueOf(host);
        if (value.IsIgnored)
            return null;
        if (value.Kind != FieldValueKind.Text)
            return Fail(report, Again(name, host, isHost: true), "A host is not a text.");
        var draft = new EventDraft(NewEvent(report));
        draft.Add(Fields.Classification.Type, ClassificationType.C2Server);
        draft.Add(Fields.Malware.Name, name.Split('_', 2)[0]);
        if (!draft.AddIfValid(Fields.Source.Ip, value))
            draft.Add(Fields.Source.Fqdn, value);
        if (draft.IsBroken)
            return Fail(report, Again(name, host, isHost: true), draft.Field, draft.Reason!);
        ParsedItem item = Finish(draft.Event, report, new ReportLine(value.Utf8.ToArray(), 0, 0));
        return item.Failure is { } failure ? Fail(report, Again(name, host, isHost: true), failure.Field, failure.Reason) : item;
    }

    // A report of this host, or of what stands in place of the hosts, alone.
    private static ReportLine Again(string name, JsonElement value, bool isHost)
    {
        var text = new Utf8Buffer();
        text.Append((byte)'{');
        PythonJson.WriteString(Encoding.UTF8.GetBytes(name), text, ascii: false);
        text.Append(isHost ? ": ["u8 : ": "u8);
        text.Append(JsonMarshal.GetRawUtf8Value(value));
        text.Append(isHost ? "]}"u8 : "}"u8);
        return new ReportLine(text.ToArray(), 0, 0);
    }
}
