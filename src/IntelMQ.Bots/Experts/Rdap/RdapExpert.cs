using System.Text.Json;
using IntelMQ.Bots.Toolkit;
using IntelMQ.Bots.Lookups;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="RdapExpert"/>.</summary>
public sealed partial class RdapExpertOptions : BotOptions
{
    /// <summary><c>rdap_order</c>: the roles whose address is taken, the first that has one, as list or with commas.</summary>
    [Required("name at least one role, such as abuse")]
    public TextList RdapOrder { get; set; } = ["abuse", "technical", "administrative", "registrant", "registrar"];

    /// <summary>
    /// <c>rdap_bootstrapped_servers</c>: servers for suffixes, instead of those of the public list: the URL, or an object with <c>url</c>
    /// and <c>auth</c> (<c>type</c>, which is <c>jwt</c>, and <c>token</c>).
    /// </summary>
    [Reaches(Outside.Url)]
    public IDictionary<string, JsonElement> RdapBootstrappedServers { get; set; } = new Dictionary<string, JsonElement>(StringComparer.Ordinal);

    /// <summary><c>overwrite</c>: whether a contact that is there is replaced; otherwise nothing is asked for it.</summary>
    public bool Overwrite { get; set; } = true;

    /// <summary><c>redis_cache_ttl</c>: the seconds that contacts are kept; 0 is for ever. That there is none is kept for an hour at most.</summary>
    [Range(0, int.MaxValue)]
    [Unit("seconds")]
    [Parameter("redis_cache_ttl")]
    public TimeSpan CacheTtl { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Bots in Python that ask for the same contacts.</summary>
    public LookupCacheOptions Cache { get; } = new();

    /// <summary>How HTTP is spoken.</summary>
    public HttpConnectionOptions Http { get; } = new();

    /// <inheritdoc/>
    public override IEnumerable<ReachedOutside>? FindReached(string parameter) => parameter == "rdap_bootstrapped_servers"
        ? RdapBootstrappedServers.Values.Select(RdapServer.Read).OfType<RdapServer>().Select(static server => new ReachedOutside(Outside.Url, server.Url))
        : null;

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        base.Validate(complaints);
        foreach ((string suffix, JsonElement server) in RdapBootstrappedServers)
        {
            if (RdapServer.Read(server) is null)
                complaints.Add($"rdap_bootstrapped_servers has no server for '{suffix}' that can be used: give a URL, or url and auth with the type jwt and a token.");
        }
    }
}

/// <summary>Asks the registry of a domain, by RDAP, for its contact: <c>source.abuse_contact</c> for <c>source.fqdn</c>.</summary>
/// <remarks>The public list of servers is fetched at start.</remarks>
[Bot("intelmq.bots.experts.rdap.expert", BotKind.Expert)]
public sealed partial class RdapExpert : HttpExpert
{
    // IntelMQ's, for this kind of bot.
    private const int Database = 8;

    private static readonly Uri Bootstrap = new("https://data.iana.org/rdap/dns.json");
    private static readonly TimeSpan NegativeAtMost = TimeSpan.FromHours(1);

    private readonly RdapExpertOptions _options;
    private readonly LookupCache<string?> _contacts;
    private readonly SharedLookups<string?> _shared;
    private readonly Dictionary<string, RdapServer> _servers = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Creates the expert.</summary>
    public RdapExpert(RdapExpertOptions options, BotServices services)
        : base(options, options.Http, services)
    {
        _options = options;
        _contacts = NewCache<string?>();
        _shared = ShareAnswers<string?>(options.Cache.ToShared(Database), TryRead, static contact => contact);
    }

    /// <inheritdoc/>
    /// <exception cref="BotConfigurationException">There is no HTTP client, or the list of servers cannot be fetched.</exception>
    public override async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            HttpAnswer answer = await Http.GetAsync(Bootstrap, cancellationToken).ConfigureAwait(false);
            foreach (JsonElement service in answer.ThrowIfUnsuccessful().JsonObject().At("services").Items())
                AddService(service);
        }
        catch (LookupException exception)
        {
            throw Refusal($"the list of RDAP servers cannot be fetched: {exception.Message}");
        }

        foreach ((string suffix, JsonElement server) in _options.RdapBootstrappedServers)
            _servers[suffix.TrimStart('.')] = RdapServer.Read(server)!;
    }

    /// <inheritdoc/>
    /// <exception cref="LookupException">The registry gave no answer that can be used.</exception>
    public override async ValueTask<Verdict> ProcessAsync(Event message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (HostNames.Clean(message.TextOf(Fields.Source.Fqdn) ?? "") is not { } fqdn || (!_options.Overwrite && message.Contains(Fields.Source.AbuseContact)))
            return Verdict.Keep;
        if (Find(fqdn) is not var (server, domain))
            return Verdict.Keep;
        string? contact = await _contacts.GetAsync(domain, token => _shared.GetAsync("rdap_" + fqdn, asking => AskAsync(server, domain, asking), token), cancellationToken).ConfigureAwait(false);
        message.Put(Fields.Source.AbuseContact, contact, _options.Overwrite);
        return Verdict.Keep;
    }

    private static bool TryRead(string text, out string? contact)
    {
        contact = text;
        return text.Length > 0;
    }

    private void AddService(JsonElement service)
    {
        // Of several addresses the first that is one.
        RdapServer? server = service.Items().Skip(1).Take(1).SelectMany(static urls => urls.Items())
            .Select(static url => RdapServer.Of(url.Text(), null)).FirstOrDefault(static found => found is not null);
        if (server is null)
            return;
        foreach (JsonElement suffix in service.First().Items())
        {
            if (suffix.Text() is { } name)
                _servers[name] = server;
        }
    }

    // The longest suffix that has a server, and the domain below it: its last label before the suffix.
    private (RdapServer Server, string Domain)? Find(string fqdn)
    {
        int domain = 0;
        for (int start = 0; ;)
        {
            if (_servers.TryGetValue(fqdn[start..], out RdapServer? server))
                return (server, fqdn[domain..]);
            int dot = fqdn.IndexOf('.', start);
            if (dot < 0)
                return null;
            domain = start;
            start = dot + 1;
        }
    }

    private async Task<Answer<string?>> AskAsync(RdapServer server, string domain, CancellationToken cancellationToken)
    {
        var url = new Uri(server.Url + "domain/" + Uri.EscapeDataString(domain));
        HttpAnswer answer = server.Token is { } token
            ? await Http.GetAsync(url, "Authorization", "Bearer " + token, cancellationToken).ConfigureAwait(false)
            : await Http.GetAsync(url, cancellationToken).ConfigureAwait(false);
        string? contact = answer.Status == 404 ? null : RdapContacts.Find(answer.ThrowIfUnsuccessful().JsonObject(), _options.RdapOrder);
        TimeSpan keptFor = KeptFor(_options.CacheTtl);
        return new(contact, contact is null && keptFor > NegativeAtMost ? NegativeAtMost : keptFor);
    }
}
