using System.Net;
using System.Text.Json;
using IntelMQ.Bots.Lookups;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="DoPortalExpert"/>.</summary>
public sealed partial class DoPortalExpertOptions : BotOptions
{
    /// <summary><c>portal_url</c>: the address of the portal, up to and without <c>/api</c>.</summary>
    [Required("give the address of the service")]
    [Reaches(Outside.Url)]
    public string? PortalUrl { get; set; }

    /// <summary><c>portal_api_key</c>: the key for the portal.</summary>
    [Required("give the one that the service expects")]
    public Secret? PortalApiKey { get; set; }

    /// <summary><c>mode</c>: <c>append</c> adds to the contacts that are there, <c>replace</c> replaces them where some are found.</summary>
    [AllowedValues("append", "replace")]
    public string Mode { get; set; } = "append";

    /// <summary>How HTTP is spoken.</summary>
    public HttpConnectionOptions Http { get; } = new();

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        base.Validate(complaints);
        HttpConnectionOptions.ValidateUrl("portal_url", PortalUrl, complaints);
    }
}

/// <summary>Asks a do-portal for the abuse contacts of <c>source.ip</c>.</summary>
/// <remarks>A status of 502 is tried again as often as a connection (<c>http_timeout_max_tries</c>).</remarks>
[Bot("intelmq.bots.experts.do_portal.expert", BotKind.Expert)]
public sealed partial class DoPortalExpert : HttpExpert
{
    private readonly DoPortalExpertOptions _options;
    private readonly string _lookup;

    /// <summary>Creates the expert.</summary>
    public DoPortalExpert(DoPortalExpertOptions options, BotServices services)
        : base(options, options.Http, services)
    {
        _options = options;
        _lookup = options.PortalUrl!.TrimEnd('/') + "/api/1.0/ripe/contact?cidr=";
    }

    /// <inheritdoc/>
    /// <exception cref="LookupException">The portal gave no answer that can be used.</exception>
    public override async ValueTask<Verdict> ProcessAsync(Event message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message.TextOf(Fields.Source.Ip) is not { } ip)
            return Verdict.Keep;
        IEnumerable<string?> found = await AskAsync(new Uri(_lookup + Uri.EscapeDataString(ip)), cancellationToken).ConfigureAwait(false);
        string contacts = LookupFields.JoinContacts(found);
        if (contacts.Length > 0 && _options.Mode == "append")
            contacts = LookupFields.JoinContacts([message.TextOf(Fields.Source.AbuseContact), contacts]);
        message.Put(Fields.Source.AbuseContact, contacts, overwrite: true);
        return Verdict.Keep;
    }

    private async Task<IEnumerable<string?>> AskAsync(Uri url, CancellationToken cancellationToken)
    {
        HttpAnswer answer;
        int tries = 0;
        do
        {
            answer = await Http.SendAsync(Request, readsBody: true, cancellationToken).ConfigureAwait(false);
        }
        while (answer.Status == (int)HttpStatusCode.BadGateway && ++tries < _options.Http.HttpTimeoutMaxTries);

        if (answer.Status == 404 && answer.TryReadJson(out JsonElement refused) && refused.At("message").Text() is { } reason
            && reason.StartsWith("('no such cidr'", StringComparison.Ordinal))
            return [];
        return LookupFields.AddressesIn(answer.ThrowIfUnsuccessful().JsonMember("abusecs").Items().Select(static contact => contact.Text()));

        HttpRequestMessage Request()
        {
            // The portal wants a type of content though there is none.
            var request = new HttpRequestMessage(HttpMethod.Get, url) { Content = new ByteArrayContent([]) };
            request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
            request.Headers.TryAddWithoutValidation("Accept", "application/json");
            request.Headers.TryAddWithoutValidation("API-Authorization", _options.PortalApiKey!.Reveal());
            return request;
        }
    }
}
