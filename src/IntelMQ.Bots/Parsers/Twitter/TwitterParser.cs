using System.Text;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.Twitter;

/// <summary>The parameters of <see cref="TwitterParser"/>.</summary>
public sealed partial class TwitterParserOptions : ParserOptions
{
    /// <summary>
    /// <c>domain_whitelist</c>: hosts that are passed over, with all below them. What is no host name is a Python pattern that is looked for
    /// in host and path.
    /// </summary>
    public TextList DomainWhitelist { get; set; } = ["t.co"];

    /// <summary>
    /// <c>substitutions</c>: pairs of texts, with semicolons between all of them; each first one is replaced by its second one. By default
    /// <c>[.];.</c>, which mends names that are written so that nobody clicks on them.
    /// </summary>
    public string Substitutions { get; set; } = "[.];.";

    /// <summary><c>classification_type</c>: the type of the events; a name that there is not becomes <c>undetermined</c>.</summary>
    public string ClassificationType { get; set; } = Harmonization.ClassificationType.Blacklist;

    /// <summary><c>default_scheme</c>: the scheme of URLs that have none; <c>http</c> by default.</summary>
    public string? DefaultScheme { get; set; }

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        base.Validate(complaints);
        ArgumentNullException.ThrowIfNull(complaints);
        if (Substitutions.Length > 0 && Substitutions.Split(';') is { Length: var count } texts && (count % 2 != 0 || texts.Where(static (_, i) => i % 2 == 0).Any(static text => text.Length == 0)))
            complaints.Add($"substitutions is '{Substitutions}', but must be pairs of texts with semicolons between all of them, the first of each not empty.");
        foreach (string item in DomainWhitelist)
        {
            if (!HostFilter.TryCreate(item, out _, out string? error))
                complaints.Add($"domain_whitelist holds '{item}', which is neither a host name nor a pattern: {error}.");
        }
    }
}

/// <summary>
/// Parses texts of people: each word that is a URL or a domain name, perhaps with a path, becomes an event; <c>raw</c> is the whole text.
/// Names below a top-level domain that there is not are passed over.
/// </summary>
[Bot("intelmq.bots.parsers.twitter.parser", BotKind.Parser, Aliases = ["intelmq.bots.parsers.ioc_extractor.parser"], Summary = "Parses the URLs and domain names in texts of people.")]
public sealed partial class TwitterParser : EventParser
{
    private readonly (string Old, string New)[] _substitutions;
    private readonly HostFilter[] _whitelist;
    private readonly string _type;
    private readonly string _scheme;

    /// <summary>Creates the parser.</summary>
    public TwitterParser(TwitterParserOptions options, BotServices services)
        : base(options, services)
    {
        string[] texts = options.Substitutions.Length == 0 ? [] : options.Substitutions.Split(';');
        _substitutions = [.. texts.Chunk(2).Select(static pair => (pair[0], pair[1]))];
        _whitelist = [.. options.DomainWhitelist.Where(static item => item.Length > 0).Select(HostFilter.Create)];
        _type = ClassificationType.All.Contains(options.ClassificationType, StringComparer.Ordinal) ? options.ClassificationType : ClassificationType.Undetermined;
        _scheme = string.IsNullOrEmpty(options.DefaultScheme) ? "http" : options.DefaultScheme;
    }

    /// <inheritdoc/>
    protected override IEnumerable<ParsedItem> ReadElements(Report report)
    {
        ReadOnlyMemory<byte> bytes = TextOf(report);
        var whole = new ReportLine(bytes, 0, 0);
        if (IsTooLong(whole))
            return [FailTooLong(report, whole)];

        string text = Encoding.UTF8.GetString(bytes.Span);
        foreach ((string old, string replacement) in _substitutions)
            text = text.Replace(old, replacement, StringComparison.Ordinal);
        ReadOnlyMemory<byte> raw = bytes.ToArray();
        string[] words = text.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return ForEach(report, words, Again, word => ReadWord(report, raw, word));
    }

    private static ReportLine Again(string word) => new(Encoding.UTF8.GetBytes(word), 0, 0);

    private ParsedItem? ReadWord(Report report, ReadOnlyMemory<byte> raw, string word)
    {
        if (Link.Find(word) is not { } link || !TopLevelDomains.Contains(link.Host) || _whitelist.Any(filter => filter.Matches(link)))
            return null;
        Event message = NewEvent(report);

        // What only looks like a URL is no more than a word.
        if (message.TryAdd(Fields.Source.Url.Name, FieldValue.Text(Encoding.UTF8.GetBytes(link.ToUrl(_scheme)))).IsRefused)
            return null;
        message[Fields.Classification.Type] = _type;
        SetRaw(message, raw);
        return Finish(message, report, Again(word));
    }
}
