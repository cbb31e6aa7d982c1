using IntelMQ.Bots.Toolkit;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of experts that ask whether sites are online.</summary>
public abstract partial class HttpSiteExpertOptions : BotOptions
{
    /// <summary><c>field</c>: the field with the URL.</summary>
    [Required("name the field with the URL")]
    public FieldName Field { get; set; } = "source.url";

    /// <summary><c>overwrite</c>: whether a <c>status</c> that is there is replaced.</summary>
    public bool Overwrite { get; set; } = true;

    /// <summary>How HTTP is spoken.</summary>
    public HttpConnectionOptions Http { get; } = new();
}

/// <summary>
/// Asks for the URL of an event and sets <c>status</c> to <c>online</c> or <c>offline</c>; <c>extra.reason</c> says why it is offline. That
/// nothing answers is a state of the site too, and no failure.
/// </summary>
public abstract class HttpSiteExpert : HttpExpert
{
    private readonly HttpSiteExpertOptions _options;
    private readonly NamedField _field;

    private protected HttpSiteExpert(HttpSiteExpertOptions options, BotServices services)
        : base(options, options.Http, services)
    {
        _options = options;
        _field = new NamedField(options.Field.Name);
    }

    /// <inheritdoc/>
    protected override bool AsksForEventsAddresses => true;

    /// <summary>Whether the answer's body is looked at.</summary>
    private protected abstract bool ReadsBody { get; }

    /// <inheritdoc/>
    public override async ValueTask<Verdict> ProcessAsync(Event message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (_field.TextIn(message, out var value) is null)
            return Verdict.Keep;
        string url = value.ToString();
        SiteState state = await SiteState.OfAsync(Http, url, ReadsBody, answer => Judge(url, answer), cancellationToken).ConfigureAwait(false);
        state.WriteTo(message, _options.Overwrite);
        return Verdict.Keep;
    }

    /// <summary>What an answer says of the site.</summary>
    private protected abstract SiteState Judge(string url, HttpAnswer answer);
}
