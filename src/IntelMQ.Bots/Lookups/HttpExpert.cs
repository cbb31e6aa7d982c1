using Microsoft.Extensions.Logging;

namespace IntelMQ.Bots.Lookups;

/// <summary>An expert that asks a service over HTTP; needs <see cref="BotServices.Http"/>.</summary>
public abstract partial class HttpExpert : LookupExpert
{
    private readonly HttpExpertOptions _options;
    private HttpLookup? _http;

    /// <summary>Creates the expert.</summary>
    /// <param name="options">The parameters; checked here.</param>
    /// <param name="services">What the host hands to the bot.</param>
    /// <param name="module">The bot's module path, for complaints.</param>
    /// <exception cref="BotConfigurationException">The parameters cannot be used; all complaints at once.</exception>
    protected HttpExpert(HttpExpertOptions options, BotServices services, string module)
        : base(services, module)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.ThrowIfInvalid(module);
        _options = options;
    }

    /// <summary>Asks over HTTP, with the headers, time-out and tries that the parameters say.</summary>
    protected HttpLookup Http => _http ??= new HttpLookup(Services.Http ?? throw MissingClient(), _options, Services.Time);

    /// <inheritdoc/>
    public override ValueTask StartAsync(CancellationToken cancellationToken)
    {
        if (Services.Http is null)
            throw MissingClient();
        if (_options.AsksForConnection)
            LogConnection(Log);
        return ValueTask.CompletedTask;
    }

    private BotConfigurationException MissingClient() => Refusal("this bot speaks HTTP, but the host hands it no HttpClient: set BotServices.Http.");

    [LoggerMessage(1, LogLevel.Warning, "http_verify_cert, proxies and ssl_client_certificate have no effect here: set them up in the HttpClient that the host hands in.")]
    private static partial void LogConnection(ILogger log);
}
