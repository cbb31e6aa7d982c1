using System.Text;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Parsers.Dyn;

/// <summary>
/// Parses the list of web servers that redirected to the Ponmocup malware: an address, the redirecting server's name and URL, and the
/// malicious host in each line, separated by white space. Each line makes two events, one about either side. The comment
/// <c>last updated:</c> gives the lines below it their time.
/// </summary>
[Bot("intelmq.bots.parsers.dyn.parser", BotKind.Parser, Summary = "Parses the list of web servers that redirected to the Ponmocup malware.", IsRetired = true)]
public sealed partial class DynPonmocupParser : LineParser
{
    private const string Server = "redirecting server";
    private const string Host = "malicious host";

    private readonly NotedValue _time = new("the time in the comment above");

    /// <summary>Creates the parser.</summary>
    public DynPonmocupParser(PlainParserOptions options, BotServices services)
        : base(options, services)
        => Map =
        [
            Each(RowElements.Of(Server, Host)),
            Constant(Fields.Classification.Type, ClassificationType.MalwareDistribution).Where(Element.Is(Server)),
            Constant(Fields.Classification.Type, ClassificationType.SystemCompromise).Where(Element.Is(Host)),
            Constant(Fields.EventDescription.Text, "has malicious code redirecting to malicious host").Where(Element.Is(Server)),
            Constant(Fields.EventDescription.Text, "host has been compromised and has malicious code infecting users").Where(Element.Is(Host)),
            _time.For(Fields.Time.Source),
            .. About(Fields.Source, Fields.Destination.Fqdn, Server),
            .. About(Fields.Destination, Fields.Source.Fqdn, Host),
        ];

    /// <inheritdoc/>
    public override FieldMap Map { get; }

    /// <inheritdoc/>
    protected override LineFormat Format { get; } = new() { SplitsAtWhiteSpace = true, TrimsLines = false, MinimumCells = 4, CommentPrefixes = ["#"] };

    /// <inheritdoc/>
    protected override ReadOnlyMemory<byte> Prepare(ReadOnlyMemory<byte> text, Report report)
    {
        _time.Clear();
        return text;
    }

    /// <inheritdoc/>
    protected override RowOutcome ReadComment(ReadOnlySpan<byte> line)
        => !line.StartsWith("# last updated:"u8) || ReadTime(line)
            ? RowOutcome.Keep
            : RowOutcome.Fail(null, "should say when the list was updated, but holds no time");

    private static FieldMap About(EndpointFields server, Field malicious, string side) =>
    [
        Column(0, server.Ip).Unless("/").Where(Element.Is(side)),
        Column(1, server.Fqdn).Where(Element.Is(side)),
        Column(2, server.Url).Where(Element.Is(side)),
        Column(3, malicious).Where(Element.Is(side)),
    ];

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
        _time.Set(time.AddHours(hours));
        return true;
    }
}
