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
/// its connections, the host it spoke to is a second one. Where either is faulty, the whole report is one failure.
/// </summary>
public sealed class FireEyeParser : EventParser
{
    /// <summary>Creates the parser.</summary>
    public FireEyeParser(PlainParserOptions options)
        : base(options)
    {
    }

    /// <summary>Creates the parser.</summary>
    public FireEyeParser(PlainParserOptions options, BotServices services)
        : base(options, services)
    {
    }

    internal static BotDescriptor Descriptor => PlainParser.Describe(
        "intelmq.bots.parsers.fireeye.parser",
        "Parses the alerts of FireEye's appliances, as OpenIOC documents.",
        static (options, services) => new FireEyeParser(options, services));

    /// <inheritdoc/>
    protected override IEnumerable<ParsedItem> ReadElements(Report report)
    {
        ReadOnlyMemory<byte> text = TextOf(report);
        XElement[] indicators = [.. Children(Children(Parse(text), "criteria").FirstOrDefault(), "Indicator")];
        if (indicators.Length > 1)
            throw new InvalidReportException("The document has several indicators.");
        if (indicators.Length == 0)
            return [];
        var file = new EventDraft(NewEvent(report));
        foreach ((string search, string value) in Items(indicators[0]))
        {
            if (search == "FileItem/Md5sum")
                file.Add(Fields.Malware.Hash.Md5, value);
            else if (search == "FileItem/Sha256sum")
                file.Add(Fields.Malware.Hash.Sha256, value);
        }

        if (!file.Event.Contains(Fields.Malware.Hash.Sha256) && !file.IsBroken)
            return [];
        List<EventDraft> drafts = [file];
        if (Connection(file.Event.Clone(), indicators[0]) is { } connection)
            drafts.Add(connection);
        file.Add(Fields.Classification.Type, ClassificationType.Malware);
        var element = new ReportLine(text, 1, 0);
        return drafts.Find(static draft => draft.IsBroken) is { } broken
            ? [Fail(report, element, broken.Field, broken.Reason!)]
            : Finish(drafts.ConvertAll(static draft => draft.Event), report, element);
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
                    draft.Add(Fields.Destination.UrlPath, value);
                    path = value;
                    break;
                case "Network/HTTP/Host" when IpAddressValue.TryParse(value, out IpAddressValue address) && address.IsIPv4:
                    draft.Add(Fields.Destination.Ip, value);
                    break;
                case "Network/Connection/RemotePort":
                    draft.Add(Fields.Destination.Port, value);
                    break;
                case "Network/DNS":
                    draft.Add(Fields.Destination.Fqdn, value);
                    host = value;
                    break;
            }
        }

        if (host is not null && path is not null)
            draft.Add(Fields.Destination.Url, $"http://{host}{path}");
        return draft;
    }

    // The items directly below an indicator: what each is about, and its value.
    private static IEnumerable<(string Search, string Value)> Items(XElement? indicator)
    {
        foreach (XElement item in Children(indicator, "IndicatorItem"))
        {
            XElement[] contexts = [.. Children(item, "Context")];
            XElement[] contents = [.. Children(item, "Content")];
            if (contexts is not [var context] || contents is not [var content] || context.Attribute("search") is not { } search)
                throw new InvalidReportException("An item of the document has not exactly one context and one content.");
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
            return root?.Name.LocalName == "OpenIOC" ? root : null;
        }
        catch (XmlException exception)
        {
            throw new InvalidReportException($"The report is not valid XML, at line {exception.LineNumber}, character {exception.LinePosition}.", exception);
        }
    }
}
