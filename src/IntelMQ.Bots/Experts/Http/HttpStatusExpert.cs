using System.Text.Json.Serialization;
using IntelMQ.Bots.Toolkit;
using IntelMQ.Bots.Lookups;

namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="HttpStatusExpert"/>.</summary>
public sealed class HttpStatusExpertOptions : HttpSiteExpertOptions
{
    /// <summary><c>success_status_codes</c>: the status codes of sites that are online; none for all below 400.</summary>
    public NumberList SuccessStatusCodes { get; set; } = [];
}

/// <summary>Asks for the URL of an event and sets <c>status</c> to <c>online</c> or <c>offline</c>; <c>extra.reason</c> says why it is offline.</summary>
/// <remarks>
/// The addresses come from feeds: they are held to <see cref="BotServices.EventAddresses"/>, and get credentials and headers only where
/// <c>http_credential_hosts</c> lists their hosts.
/// </remarks>
public sealed class HttpStatusExpert : HttpSiteExpert
{
    private readonly HttpStatusExpertOptions _options;

    /// <summary>Creates the expert.</summary>
    public HttpStatusExpert(HttpStatusExpertOptions options)
        : this(options, BotServices.Default)
    {
    }

    /// <summary>Creates the expert.</summary>
    public HttpStatusExpert(HttpStatusExpertOptions options, BotServices services)
        : base(options, services, Descriptor.Module)
        => _options = options;

    internal static BotDescriptor Descriptor { get; } = BotDescriptor.For<HttpStatusExpert, HttpStatusExpertOptions>(
        "intelmq.bots.experts.http.expert_status",
        BotKind.Expert,
        "Asks for a URL and notes whether the site is online, by the status of its answer.",
        HttpStatusJson.Default.HttpStatusExpertOptions,
        static (options, services) => new HttpStatusExpert(options, services));

    private protected override bool ReadsBody => false;

    private protected override SiteState Judge(string url, HttpAnswer answer)
        => (_options.SuccessStatusCodes.Count == 0 ? answer.Status < 400 : _options.SuccessStatusCodes.Contains(answer.Status))
            ? SiteState.Online
            : SiteState.Offline(answer.Reason);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(HttpStatusExpertOptions))]
internal sealed partial class HttpStatusJson : JsonSerializerContext;
