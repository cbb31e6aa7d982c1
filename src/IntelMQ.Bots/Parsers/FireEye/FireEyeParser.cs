using System.Text;
using System.Xml;
using System.Xml.Linq;
using IntelMQ.Failures;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Parsers.FireEye;

/// <summary>
/// Parses the alerts of FireEye's appliances: an OpenIOC document in XML about one file. The file is an event; where the document tells of
/// its connections, the host it spoke to is a second one. A hash that is none makes the whole report one failure; other values that their fields
/// refuse are kept below <c>extra.</c>
/// </summary>
[Bot("intelmq.bots.parsers.fireeye.parser", BotKind.Parser)]
public sealed partial class FireEyeParser(PlainParserOptions options, BotServices services) : EventParser(options, services)
{
    /// <inheritdoc/>
    protected override IEnumerable<ParsedItem> ReadElements(Report report)
    {
        ReadOnlyMemory<byte> text = TextOf(report);
        var element = new ReportLine(text, 1, 0);
        var events = new List<Event>();
        foreach (XElement indicator in Children(Children(Parse(text), "criteria").FirstOrDefault(), "Indicator"))
        {
            foreach (EventDraft draft in DraftsOf(report, indicator))
            {
                if (draft.IsBroken)
                    return [Fail(report, element, draft.Field, draft.Reason!)];
                events.Add(draft.Event);
            }
        }

        return Finish(events, report, element);
    }

    private List<EventDraft> DraftsOf(Report report, XElement indicator)
    {
        var file = new EventDraft(NewEvent(report));
        foreach ((string search, string value) in Items(indicator))
        {
            if (search == "FileItem/Md5sum")
                file.Add(Fields.Malware.Hash.Md5, value);
            else if (search == "FileItem/Sha256sum")
                file.Add(Fields.Malware.Hash.Sha256, value);
        }

        if (!file.Event.Contains(Fields.Malware.Hash.Sha256) && !file.IsBroken)
            return [];
        List<EventDraft> drafts = [file];
        if (Connection(file.Event.Clone(), indicator) is { } connection)
            drafts.Add(connection);
        file.Add(Fields.Classification.Type, ClassificationType.Malware);
        return drafts;
    }

    private static EventDraft? Connection(Event message, XElement indicator)
    {
        (string Search, string Value)[] items = [.. Items(Children(indicator, "Indicator").FirstOrDefault())];
        if (!items.Any(static item => item.Search.StartsWith("Network", StringComparison.Ordinal)))
            return null;
        var draft = new EventDraft(message);
        draft.Add(Fields.Classification.Type, ClassificationType.MalwareDistribution);
        string? host = null;
        string? path = null;
        foreach ((string search, string value) in items)
        {
            switch (search)
            {
                case "Network/HTTP/RequestURI":
                    draft.AddDetail(Fields.Destination.UrlPath, value, "uri");
                    path = value;
                    break;
                case "Network/HTTP/Host" when IpAddressValue.TryParse(value, out IpAddressValue address) && address.IsIPv4:
                    draft.AddDetail(Fields.Destination.Ip, value, "host");
                    break;
                case "Network/Connection/RemotePort":
                    draft.AddDetail(Fields.Destination.Port, value, "remote_port");
                    break;
                case "Network/DNS":
                    draft.AddDetail(Fields.Destination.Fqdn, value, "dns");
                    host = value;
                    break;
            }
        }

        if (host is not null && path is not null)
            draft.AddDetail(Fields.Destination.Url, $"http://{host}{path}", "url");
        return draft;
    }

    // The items directly below an indicator: what each is about, and its value.
    private static IEnumerable<(string Search, string Value)> Items(XElement? indicator)
    {
        foreach (XElement item in Children(indicator, "IndicatorItem"))
        {
            XElement[] contexts = [.. Children(item, "Context")];
            XElement[] contents = [.. Children(item, "Content")];
            if (contexts is [var context] && contents is [var content] && context.Attribute("search") is { } search)
                yield return (search.Value, content.Value.Trim());
        }
    }

    private static IEnumerable<XElement> Children(XElement? parent, string name)
        => parent?.Elements().Where(child => child.Name.LocalName == name) ?? [];

    private static XElement? Parse(ReadOnlyMemory<byte> text)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
        try
        {
            using var reader = XmlReader.Create(new StringReader(Encoding.UTF8.GetString(text.Span)), settings);
            XElement? root = XDocument.Load(reader).Root;
            if ("html".Equals(root?.Name.LocalName, StringComparison.OrdinalIgnoreCase))
                throw new InvalidReportException("The report is a page of HTML.");
            return root?.Name.LocalName == "OpenIOC" ? root : null;
        }
        catch (XmlException exception)
        {
            throw new InvalidReportException($"The report is not valid XML, at line {exception.LineNumber}, character {exception.LinePosition}.", exception);
        }
    }
}
