using IntelMQ.Bots.Toolkit;
using IntelMQ.Bots.Lookups;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="HttpContentExpert"/>.</summary>
public sealed partial class HttpContentExpertOptions : HttpSiteExpertOptions
{
    /// <summary><c>needle</c>: the text to be found in the answer, with upper and lower case as given; without it nothing is asked.</summary>
    public string? Needle { get; set; }
}

/// <summary>Asks for the URL of an event and looks for a text in the answer: <c>status</c> is <c>online</c> where it is found, otherwise <c>offline</c>.</summary>
/// <remarks>
/// The addresses come from feeds: they are held to <see cref="BotServices.EventAddresses"/>, and get credentials and headers only where
/// <c>http_credential_hosts</c> lists their hosts.
/// </remarks>
[Bot("intelmq.bots.experts.http.expert_content", BotKind.Expert, Summary = "Asks for a URL and notes whether the site is online, by a text in its answer.")]
public sealed partial class HttpContentExpert : HttpSiteExpert
{
    private readonly HttpContentExpertOptions _options;

    /// <summary>Creates the expert.</summary>
    public HttpContentExpert(HttpContentExpertOptions options, BotServices services)
        : base(options, services)
        => _options = options;

    private protected override bool ReadsBody => true;

    /// <inheritdoc/>
    public override ValueTask<Verdict> ProcessAsync(Event message, CancellationToken cancellationToken)
        => _options.Needle is null ? new(Verdict.Keep) : base.ProcessAsync(message, cancellationToken);

    private protected override SiteState Judge(string url, HttpAnswer answer)
        => answer.Status >= 400 ? SiteState.Offline(answer.Reason)
        : answer.Text().Contains(_options.Needle!, StringComparison.Ordinal) ? SiteState.Online
        : SiteState.Offline($"Text {_options.Needle} not found in response from {url}");
}
