using System.Globalization;
using System.Text.Json;
using IntelMQ.Bots.Lookups;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.State;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="RipeExpert"/>.</summary>
public sealed partial class RipeExpertOptions : BotOptions
{
    /// <summary><c>mode</c>: <c>append</c> adds to the contacts and places that are there, <c>replace</c> replaces them by what is found.</summary>
    [AllowedValues("append", "replace")]
    public string Mode { get; set; } = "append";

    /// <summary><c>query_ripe_db_asn</c>: asks RIPE's database for the contact of the AS.</summary>
    public bool QueryRipeDbAsn { get; set; } = true;

    /// <summary><c>query_ripe_db_ip</c>: asks RIPE's database for the contact of the address.</summary>
    public bool QueryRipeDbIp { get; set; } = true;

    /// <summary><c>query_ripe_stat_asn</c>: asks RIPEstat for the contact of the AS.</summary>
    public bool QueryRipeStatAsn { get; set; } = true;

    /// <summary><c>query_ripe_stat_ip</c>: asks RIPEstat for the contact of the address.</summary>
    public bool QueryRipeStatIp { get; set; } = true;

    /// <summary><c>query_ripe_stat_geolocation</c>: asks RIPEstat for the place of the address.</summary>
    public bool QueryRipeStatGeolocation { get; set; } = true;

    /// <summary><c>redis_cache_ttl</c>: the seconds that answers are kept; 0 is for ever.</summary>
    [Range(0, int.MaxValue)]
    [Unit("seconds")]
    [Parameter("redis_cache_ttl")]
    public TimeSpan CacheTtl { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Bots in Python that ask RIPE the same.</summary>
    public LookupCacheOptions Cache { get; } = new();

    /// <summary>How HTTP is spoken.</summary>
    public HttpConnectionOptions Http { get; } = new();
}

/// <summary>Asks RIPE's database and RIPEstat for the abuse contacts of each side's address and AS, and for the place of the address.</summary>
/// <remarks>RIPE's services take one key in a request; what was answered is kept, and several events are in work at once. Contacts that are there come first, each address once. Replacing takes place only where something was found.</remarks>
[Bot("intelmq.bots.experts.ripe.expert", BotKind.Expert)]
public sealed partial class RipeExpert : HttpExpert
{
    // IntelMQ's, for this kind of bot.
    private const int Database = 10;

    private const string Stat = "https://stat.ripe.net/data/abuse-contact-finder/data.json?resource=";
    private const string Geolocation = "https://stat.ripe.net/data/maxmind-geo-lite/data.json?resource=";
    private const string Registry = "https://rest.db.ripe.net/abuse-contact/";

    private readonly RipeExpertOptions _options;
    private readonly bool _replaces;
    private readonly TimeSpan _keptFor;
    private readonly LookupCache<string> _contacts;
    private readonly LookupCache<RipePlace> _places;
    private readonly SharedLookups<string> _sharedContacts;
    private readonly SharedLookups<RipePlace> _sharedPlaces;
    private int _warned;

    /// <summary>Creates the expert.</summary>
    public RipeExpert(RipeExpertOptions options, BotServices services)
        : base(options, options.Http, services)
    {
        _options = options;
        _replaces = options.Mode == "replace";
        _keptFor = KeptFor(options.CacheTtl);
        _contacts = NewCache<string>();
        _places = NewCache<RipePlace>();
        SharedCache? cache = options.Cache.ToShared(Database);
        _sharedContacts = ShareAnswers<string>(cache, RipeAnswers.TryReadContacts, RipeAnswers.Write);
        _sharedPlaces = ShareAnswers<RipePlace>(cache, RipeAnswers.TryReadPlace, RipeAnswers.Write);
    }

    /// <inheritdoc/>
    /// <exception cref="LookupException">RIPE gave no answer that can be used.</exception>
    public override async ValueTask<Verdict> ProcessAsync(Event message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        foreach (EndpointFields side in Fields.Sides)
            await ProcessAsync(message, side, cancellationToken).ConfigureAwait(false);
        return Verdict.Keep;
    }

    private async Task ProcessAsync(Event message, EndpointFields side, CancellationToken cancellationToken)
    {
        var found = new List<string?>();
        if (message.TryGet(side.Asn, out long number))
        {
            string asn = number.ToString(CultureInfo.InvariantCulture);
            if (_options.QueryRipeStatAsn)
                found.Add(await ContactAsync("stat:" + asn, Stat + asn, StatContacts, cancellationToken).ConfigureAwait(false));
            if (_options.QueryRipeDbAsn)
                found.Add(await ContactAsync("db_asn:" + asn, $"{Registry}as{asn}.json", RegistryContacts, cancellationToken).ConfigureAwait(false));
        }

        RipePlace? place = null;
        if (message.TextOf(side.Ip) is { } ip)
        {
            string escaped = Uri.EscapeDataString(ip);
            if (_options.QueryRipeStatIp)
                found.Add(await ContactAsync("stat:" + ip, Stat + escaped, StatContacts, cancellationToken).ConfigureAwait(false));
            if (_options.QueryRipeDbIp)
                found.Add(await ContactAsync("db_ip:" + ip, $"{Registry}{escaped}.json", RegistryContacts, cancellationToken).ConfigureAwait(false));
            if (_options.QueryRipeStatGeolocation)
                place = await _places.GetAsync(ip, token => _sharedPlaces.GetAsync("stat_geolocation:" + ip, asking => PlaceAsync(escaped, asking), token), cancellationToken).ConfigureAwait(false);
        }

        string contacts = LookupFields.JoinContacts(found);
        if (contacts.Length > 0)
            message.Put(side.AbuseContact, _replaces ? contacts : LookupFields.JoinContacts([message.TextOf(side.AbuseContact), contacts]), overwrite: true);
        place?.WriteTo(message, side.Geolocation, _replaces);
    }

    private Task<string> ContactAsync(string key, string url, Func<JsonElement, IEnumerable<string?>> read, CancellationToken cancellationToken)
    {
        async Task<Answer<string>> FetchAsync(CancellationToken token)
            => new(LookupFields.JoinContacts(LookupFields.AddressesIn(read(await AskAsync(url, token).ConfigureAwait(false)))), _keptFor);
        return _contacts.GetAsync(key, token => _sharedContacts.GetAsync(key, FetchAsync, token), cancellationToken);
    }

    private async Task<Answer<RipePlace>> PlaceAsync(string ip, CancellationToken cancellationToken)
        => new(new RipePlace((await AskAsync(Geolocation + ip, cancellationToken).ConfigureAwait(false)).At("data").At("located_resources").First().At("locations").First()), _keptFor);

    private async Task<JsonElement> AskAsync(string url, CancellationToken cancellationToken)
    {
        HttpAnswer answer = await Http.GetAsync(new Uri(url), cancellationToken).ConfigureAwait(false);
        if (answer.Status == 404 && answer.TryReadJson(out JsonElement refused) && refused.At("message").Text() is { } reason
            && reason.StartsWith("No abuse contact found for ", StringComparison.Ordinal))
            return default;
        JsonElement json = answer.ThrowIfUnsuccessful().JsonObject();
        if (json.At("data_call_status").Text() is { } status && status.StartsWith("maintenance", StringComparison.Ordinal) && Interlocked.Exchange(ref _warned, 1) == 0)
            LogMaintenance(Log, status);
        return json;
    }

    // A list of objects once, a list of texts today.
    private static IEnumerable<string?> StatContacts(JsonElement json)
    {
        JsonElement data = json.At("data");
        return data.At("abuse_contacts").Items().Select(static contact => contact.Text())
            .Append(data.At("anti_abuse_contacts").At("abuse_c").First().At("email").Text());
    }

    private static IEnumerable<string?> RegistryContacts(JsonElement json) => [json.At("abuse-contacts").At("email").Text()];

    [LoggerMessage(10, LogLevel.Warning, "RIPEstat announces changes of what this bot asks for: {Status}.")]
    private static partial void LogMaintenance(ILogger log, string status);
}
