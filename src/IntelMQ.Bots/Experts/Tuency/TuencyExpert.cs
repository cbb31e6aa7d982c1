using System.Globalization;
using System.Text;
using System.Text.Json;
using IntelMQ.Bots.Lookups;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="TuencyExpert"/>.</summary>
public sealed partial class TuencyExpertOptions : BotOptions
{
    /// <summary><c>url</c>: the address of Tuency, up to and without <c>intelmq/lookup</c>.</summary>
    [Required("give the address of the service")]
    [Reaches(Outside.Url)]
    public string? Url { get; set; }

    /// <summary><c>authentication_token</c>: the token for Tuency.</summary>
    [Required("give the one that the service expects")]
    public Secret? AuthenticationToken { get; set; }

    /// <summary><c>overwrite</c>: whether a <c>source.abuse_contact</c> that is there is replaced.</summary>
    public bool Overwrite { get; set; } = true;

    /// <summary>How HTTP is spoken.</summary>
    public HttpConnectionOptions Http { get; } = new();

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        base.Validate(complaints);
        HttpConnectionOptions.ValidateUrl("url", Url, complaints);
    }
}

/// <summary>Asks Tuency whom to notify of an event, and how often: <c>source.abuse_contact</c>, <c>extra.ttl</c> (seconds), <c>extra.notify</c>.</summary>
/// <remarks>Needs the classification, the feed's provider and name, and <c>source.ip</c> or <c>source.fqdn</c>; other events pass unchanged.</remarks>
[Bot("intelmq.bots.experts.tuency.expert", BotKind.Expert, Summary = "Asks Tuency whom to notify of an event and how often.")]
public sealed partial class TuencyExpert : HttpExpert
{
    private readonly TuencyExpertOptions _options;
    private readonly string _lookup;
    private readonly string _authorization;

    /// <summary>Creates the expert.</summary>
    public TuencyExpert(TuencyExpertOptions options, BotServices services)
        : base(options, options.Http, services)
    {
        _options = options;
        _lookup = options.Url!.TrimEnd('/') + "/intelmq/lookup?";
        _authorization = "Bearer " + options.AuthenticationToken!.Reveal();
    }

    /// <inheritdoc/>
    /// <exception cref="LookupException">Tuency gave no answer that can be used.</exception>
    public override async ValueTask<Verdict> ProcessAsync(Event message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (Query(message) is not { } query)
            return Verdict.Keep;
        HttpAnswer answer = await Http.GetAsync(new Uri(query), "Authorization", _authorization, cancellationToken).ConfigureAwait(false);
        JsonElement json = answer.ThrowIfUnsuccessful().JsonObject();
        JsonElement interval = json.At("interval");
        if (json.At("suppress").ValueKind == JsonValueKind.True)
            message.Set("extra.notify", FieldValue.Boolean(false));
        else if (interval.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            return Verdict.Keep;
        else
            message.Set("extra.ttl", FieldValue.Number(Encoding.ASCII.GetBytes(Seconds(interval).ToString(CultureInfo.InvariantCulture))));
        message.Put(Fields.Source.AbuseContact, LookupFields.JoinContacts(LookupFields.AddressesIn(Contacts(json.At("ip")).Concat(Contacts(json.At("domain"))))), _options.Overwrite);
        return Verdict.Keep;
    }

    private string? Query(Event message)
    {
        string? ip = message.TextOf(Fields.Source.Ip);
        string? fqdn = message.TextOf(Fields.Source.Fqdn);
        if (ip is null && fqdn is null)
            return null;
        var query = new StringBuilder(_lookup);
        if (!Add("classification_taxonomy", message.TextOf(Fields.Classification.Taxonomy)) || !Add("classification_type", message.TextOf(Fields.Classification.Type))
            || !Add("feed_provider", message.TextOf(Fields.Feed.Provider)) || !Add("feed_name", message.TextOf(Fields.Feed.Name)))
            return null;
        Add("feed_status", "production");
        Add("ip", ip);
        Add("domain", fqdn);
        query.Length--;
        return query.ToString();

        bool Add(string name, string? value)
        {
            if (value is not null)
                query.Append(name).Append('=').Append(Uri.EscapeDataString(value).Replace("%20", "+", StringComparison.Ordinal)).Append('&');
            return value is not null;
        }
    }

    private static long Seconds(JsonElement interval)
    {
        string? unit = interval.At("unit").Text();
        if (unit == "immediate")
            return 0;
        string length = interval.At("length").ToString();
        return RelativeTime.TryParse($"{length} {unit}", out TimeSpan span) && span >= TimeSpan.Zero
            ? (long)span.TotalSeconds
            : throw new LookupException("Tuency answered with an interval that is not one.");
    }

    private static IEnumerable<string?> Contacts(JsonElement part)
        => part.At("destinations").Items().SelectMany(static destination => destination.At("contacts").Items()).Select(static contact => contact.At("email").Text());
}
