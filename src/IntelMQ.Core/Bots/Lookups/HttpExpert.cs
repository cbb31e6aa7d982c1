using IntelMQ.Http;

namespace IntelMQ.Bots;

/// <summary>An expert that asks a service over HTTP; needs <see cref="BotServices.Http"/>.</summary>
public abstract class HttpExpert : LookupExpert
{
    private readonly HttpConnectionOptions _connection;
    private HttpLookup? _http;

    /// <summary>Creates the expert.</summary>
    /// <param name="options">The parameters; checked here.</param>
    /// <param name="http">The part of the parameters that says how HTTP is spoken.</param>
    /// <param name="services">What the host hands to the bot.</param>
    /// <exception cref="BotConfigurationException">The parameters cannot be used; all complaints at once.</exception>
    protected HttpExpert(BotOptions options, HttpConnectionOptions http, BotServices services)
        : base(options, services)
    {
        ArgumentNullException.ThrowIfNull(http);
        _connection = http;
    }

    /// <summary>Asks over HTTP, with the headers, time-out and tries that the parameters say.</summary>
    /// <exception cref="BotConfigurationException">The host hands the bot no connections, or a file that the parameters name cannot be read.</exception>
    protected HttpLookup Http => _http ??= new HttpLookup(HttpConnectionOptions.OpenSession(Settings, Services, Module));

    /// <summary>Whether the addresses come from events, so that they are held to <see cref="BotServices.EventAddresses"/> and get no credentials unless they are listed.</summary>
    protected virtual bool AsksForEventsAddresses => false;

    private HttpRequestSettings Settings
        => AsksForEventsAddresses ? _connection.ToSettingsForEvents(Services.EventAddresses) : _connection.ToSettings();

    /// <summary>Makes ready to connect.</summary>
    /// <inheritdoc/>
    public override ValueTask StartAsync(CancellationToken cancellationToken)
    {
        _ = Http;
        return ValueTask.CompletedTask;
    }
}
