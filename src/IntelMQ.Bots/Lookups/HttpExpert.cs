using IntelMQ.Http;

namespace IntelMQ.Bots.Lookups;

/// <summary>An expert that asks a service over HTTP; needs <see cref="BotServices.Http"/>.</summary>
public abstract class HttpExpert : LookupExpert
{
    private readonly HttpExpertOptions _options;
    private HttpLookup? _http;

    /// <summary>Creates the expert.</summary>
    /// <param name="options">The parameters; checked here.</param>
    /// <param name="services">What the host hands to the bot.</param>
    /// <exception cref="BotConfigurationException">The parameters cannot be used; all complaints at once.</exception>
    protected HttpExpert(HttpExpertOptions options, BotServices services)
        : base(options, services) => _options = options;

    /// <summary>Asks over HTTP, with the headers, time-out and tries that the parameters say.</summary>
    /// <exception cref="IOException">A file that the parameters name cannot be read.</exception>
    protected HttpLookup Http => _http ??= new HttpLookup(Services.Http ?? throw MissingClient(), Settings, Services.Time);

    /// <summary>Whether the addresses come from events, so that they are held to <see cref="BotServices.EventAddresses"/> and get no credentials unless they are listed.</summary>
    protected virtual bool AsksForEventsAddresses => false;

    private HttpRequestSettings Settings
        => AsksForEventsAddresses ? _options.Http.ToSettingsForEvents(Services.EventAddresses) : _options.Http.ToSettings();

    /// <inheritdoc/>
    public override ValueTask StartAsync(CancellationToken cancellationToken)
    {
        if (Services.Http is null)
            throw MissingClient();
        try
        {
            _ = Http;
        }
        catch (IOException exception)
        {
            throw Refusal(exception.Message);
        }

        return ValueTask.CompletedTask;
    }

    private BotConfigurationException MissingClient() => Refusal("this bot speaks HTTP, but the host hands it no connections: set BotServices.Http.");
}
