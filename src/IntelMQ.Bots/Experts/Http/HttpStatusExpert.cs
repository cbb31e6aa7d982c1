using IntelMQ.Bots.Toolkit;

namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="HttpStatusExpert"/>.</summary>
public sealed partial class HttpStatusExpertOptions : HttpSiteExpertOptions
{
    /// <summary><c>success_status_codes</c>: the status codes of sites that are online; none for all below 400.</summary>
    public NumberList SuccessStatusCodes { get; set; } = [];
}

/// <summary>Asks for the URL of an event and sets <c>status</c> to <c>online</c> or <c>offline</c>; <c>extra.reason</c> says why it is offline.</summary>
/// <remarks>
/// The addresses come from feeds: they are held to <see cref="BotServices.EventAddresses"/>, and get credentials and headers only where
/// <c>http_credential_hosts</c> lists their hosts.
/// </remarks>
[Bot("intelmq.bots.experts.http.expert_status", BotKind.Expert, Summary = "Asks for a URL and notes whether the site is online, by the status of its answer.")]
public sealed partial class HttpStatusExpert : HttpSiteExpert
{
    private readonly HttpStatusExpertOptions _options;

    /// <summary>Creates the expert.</summary>
    public HttpStatusExpert(HttpStatusExpertOptions options, BotServices services)
        : base(options, services)
        => _options = options;

    private protected override bool ReadsBody => false;

    private protected override SiteState Judge(string url, HttpAnswer answer)
        => (_options.SuccessStatusCodes.Count == 0 ? answer.Status < 400 : _options.SuccessStatusCodes.Contains(answer.Status))
            ? SiteState.Online
            : SiteState.Offline(answer.Reason);
}
