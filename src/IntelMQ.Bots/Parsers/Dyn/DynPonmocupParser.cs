using System.Text;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.Dyn;

/// <summary>
/// Parses the list of web servers that redirected to the Ponmocup malware: an address, the redirecting server's name and URL, and the
/// malicious host in each line, separated by white space. Each line makes two events, one about either side. The comment
/// <c>last updated:</c> gives the lines below it their time.
/// </summary>
public sealed class DynPonmocupParser : EventParser
{
    private const int Cells = 4;

    private readonly Utf8Buffer _time = new(32);

    /// <summary>Creates the parser.</summary>
    public DynPonmocupParser(PlainParserOptions options)
        : base(options)
    {
    }

    /// <summary>Creates the parser.</summary>
    public DynPonmocupParser(PlainParserOptions options, BotServices services)
        : base(options, services)
    {
    }

    internal static BotDescriptor Descriptor => PlainParser.Describe(
        "intelmq.bots.parsers.dyn.parser",
        "Parses the list of web servers that redirected to the Ponmocup malware.",
        static (options, services) => new DynPonmocupParser(options, services)).AsRetired();

    /// <inheritdoc/>
    protected override IEnumerable<ParsedItem> ReadElements(Report report)
    {
        _time.Clear();
        foreach (ReportLine line in LinesOf(TextOf(report)))
        {
            ReadOnlySpan<byte> text = line.Text.Span;
            if (Utf8Text.Trim(text).IsEmpty)
                continue;
            if (IsTooLong(line))
            {
                yield return FailTooLong(report, line);
            }
            else if (text[0] == (byte)'#')
            {
                if (text.StartsWith("# last updated:"u8) && !ReadTime(line.Text.Span))
                    yield return Fail(report, line, "The line should say when the list was updated, but holds no time.");
            }
            else
            {
                foreach (ParsedItem item in ReadRow(report, line))
                    yield return item;
            }
        }
    }

    private IReadOnlyList<ParsedItem> ReadRow(Report report, ReportLine line)
    {
        string[] words = Encoding.UTF8.GetString(line.Text.Span).Split((char[]?)null, Cells + 1, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < Cells)
            return [Fail(report, line, $"The line has {words.Length} words, fewer than the {Cells} that it must have.")];
        EventDraft server = Draft(report, ClassificationType.MalwareDistribution, "has malicious code redirecting to malicious host");
        Describe(server, words, Fields.Source, Fields.Destination.Fqdn);
        EventDraft host = Draft(report, ClassificationType.SystemCompromise, "host has been compromised and has malicious code infecting users");
        Describe(host, words, Fields.Destination, Fields.Source.Fqdn);
        EventDraft broken = server.IsBroken ? server : host;
        return broken.IsBroken ? [Fail(report, line, broken.Field, broken.Reason!)] : Finish([server.Event, host.Event], report, line);
    }

    private EventDraft Draft(Report report, string type, string description)
    {
        var draft = new EventDraft(NewEvent(report));
        draft.Add(Fields.Classification.Type, type);
        draft.Add(Fields.EventDescription.Text, description);
        draft.Add(Fields.Time.Source, FieldValue.Text(_time.WrittenSpan));
        return draft;
    }

    private static void Describe(EventDraft draft, string[] words, EndpointFields server, Field malicious)
    {
        if (words[0] != "/")
            draft.Add(server.Ip, words[0]);
        draft.Add(server.Fqdn, words[1]);
        draft.Add(server.Url, words[2]);
        draft.Add(malicious, words[3]);
    }

    // The feed was written on the American west coast.
    private bool ReadTime(ReadOnlySpan<byte> line)
    {
        string text = Encoding.UTF8.GetString(line[(line.IndexOf((byte)':') + 1)..]);
        (string zone, int hours) = text.Contains(" PDT", StringComparison.Ordinal) ? (" PDT", 7) : text.Contains(" PST", StringComparison.Ordinal) ? (" PST", 8) : ("", 0);
        if (zone.Length > 0)
            text = text.Replace(zone, "", StringComparison.Ordinal);
        _time.Clear();
        if (!UtcTime.TryParseStrict(Encoding.UTF8.GetBytes(text), out DateTimeOffset time) || DateTimeOffset.MaxValue - time < TimeSpan.FromHours(hours))
            return false;
        UtcTime.Write(time.AddHours(hours), _time);
        return true;
    }
}
