using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace IntelMQ.Http;

/// <summary>
/// HTTP over connections of its own, or over what a host hands in: <c>new HttpConnections(settings => factory.CreateHandler("feeds"))</c>
/// with the <c>IHttpMessageHandlerFactory</c> of Microsoft.Extensions.Http. Thread-safe.
/// </summary>
/// <example><code>using var connections = new HttpConnections();
/// var services = new BotServices { Http = connections };</code></example>
public sealed class HttpConnections : IHttpConnections, IDisposable
{
    private readonly ConcurrentDictionary<HttpConnectionSettings, Lazy<HttpClient>> _clients = new();
    private readonly Func<HttpConnectionSettings, HttpClient> _make;
    private readonly bool _ownsClients;

    /// <summary>Connections of its own, which see to proxies, certificates and the policy on addresses as the settings say.</summary>
    public HttpConnections()
        : this(ConnectionHandler.Create)
    {
    }

    /// <summary>What <see cref="HttpConnections()"/> sends requests with, for a host that puts something around it.</summary>
    /// <param name="settings">The kind of connections.</param>
    /// <exception cref="IOException">A file that the settings name cannot be read.</exception>
    public static HttpMessageHandler CreateHandler(HttpConnectionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return ConnectionHandler.Create(settings);
    }

    /// <summary>Connections of a host.</summary>
    /// <param name="handlers">
    /// Makes what sends requests; called once for each kind of connections. Proxies, certificates and the addresses of resolved names are
    /// the host's matter; URLs that name an address are held to the settings' policy all the same.
    /// </param>
    public HttpConnections(Func<HttpConnectionSettings, HttpMessageHandler> handlers)
    {
        ArgumentNullException.ThrowIfNull(handlers);
        _make = settings => Client(handlers(settings));
        _ownsClients = true;
    }

    /// <summary>One client of a host for all connections.</summary>
    /// <param name="client">The client; stays the host's.</param>
    public HttpConnections(HttpClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        _make = _ => client;
    }

    /// <inheritdoc/>
    public HttpClient ClientFor(HttpConnectionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Lazy<HttpClient> client = _clients.GetOrAdd(settings, static (key, make) => new Lazy<HttpClient>(() => make(key)), _make);
        try
        {
            return client.Value;
        }
        catch
        {
            // What is wrong with a file may be mended by the next time.
            _clients.TryRemove(KeyValuePair.Create(settings, client));
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Lazy<HttpClient> client in _clients.Values)
        {
            if (_ownsClients && client.IsValueCreated)
                client.Value.Dispose();
        }

        _clients.Clear();
    }

    // Time-outs are HttpSession's matter.
    [SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "The one place where clients are made.")]
    private static HttpClient Client(HttpMessageHandler handler) => new(handler, disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
}
