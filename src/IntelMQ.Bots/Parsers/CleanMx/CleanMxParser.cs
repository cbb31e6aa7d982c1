using System.Text;
using System.Xml;
using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Parsers.CleanMx;

/// <summary>
/// Parses CleanMX' lists of phishing sites and viruses: XML with an element <c>entry</c> for each. <c>feed.url</c> holds <c>xmlphishing</c> or
/// <c>xmlviruses</c>, which says what a list holds.
/// </summary>
[Bot("intelmq.bots.parsers.cleanmx.parser", BotKind.Parser, IsRetired = true)]
public sealed partial class CleanMxParser(PlainParserOptions options, BotServices services) : EventParser(options, services)
{
    // No entities, nothing from elsewhere: what is in a document type cannot grow or reach out.
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Ignore,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        CloseInput = true,
    };

    /// <inheritdoc/>
    protected override IEnumerable<ParsedItem> ReadElements(Report report)
    {
        ArgumentNullException.ThrowIfNull(report);
        string url = report[Fields.Feed.Url] ?? "";
        if (url.Contains("format=csv", StringComparison.Ordinal))
            throw new InvalidReportException("feed.url asks for CSV, but the lists are parsed as XML only: leave format=csv out of the URL.");
        ReadOnlyMemory<byte> text = TextOf(report);
        CheckXml(text);
        CleanMxList? list = CleanMxList.Of(url);
        return ForEach(report, EntriesIn(text), static entry => Again(entry.Entry, entry.Line), entry => ReadEntry(report, list, entry.Entry, entry.Line));
    }

    private static IEnumerable<(CleanMxEntry Entry, int Line)> EntriesIn(ReadOnlyMemory<byte> text)
    {
        using XmlReader reader = Open(text);
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element || reader.LocalName != "entry" || reader.Prefix.Length > 0)
                continue;
            int line = (reader as IXmlLineInfo)?.LineNumber ?? 0;
            yield return (CleanMxEntry.Read(reader), line);
        }
    }

    private static ReportLine Again(CleanMxEntry entry, int line) => new(Encoding.UTF8.GetBytes(entry.Xml), line, 0);

    private ParsedItem? ReadEntry(Report report, CleanMxList? list, CleanMxEntry entry, int line)
    {
        ReportLine element = Again(entry, line);
        if (IsTooLong(element))
            return FailTooLong(report, element);
        var draft = new EventDraft(NewEvent(report));
        if (list is null)
            draft.Fail(Fields.Feed.Url.Name, "holds neither xmlphishing nor xmlviruses");
        else
            list.Fill(draft, entry.Children);
        return draft.IsBroken ? Fail(report, element, draft.Field, draft.Reason!) : Finish(draft.Event, report, element);
    }

    // A report that breaks off is a failure as a whole, so that its entries are not events twice when it is replayed.
    private static void CheckXml(ReadOnlyMemory<byte> text)
    {
        try
        {
            using XmlReader reader = Open(text);
            while (reader.Read())
            {
                if (reader.Depth == 0 && reader.NodeType == XmlNodeType.Element && reader.LocalName.Equals("html", StringComparison.OrdinalIgnoreCase))
                    throw new InvalidReportException("The report is a page of HTML.");
            }
        }
        catch (XmlException exception)
        {
            throw new InvalidReportException($"The report is not well-formed XML at line {exception.LineNumber}.", exception);
        }
    }

    // The text is UTF-8 whatever the document says of itself.
    private static XmlReader Open(ReadOnlyMemory<byte> text)
        => XmlReader.Create(new StringReader(Encoding.UTF8.GetString(text.Span)), Settings);
}
