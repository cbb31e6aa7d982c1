using System.Collections.Concurrent;
using System.Globalization;
using IntelMQ.Http;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Has bots send by the handlers of the container's <c>IHttpClientFactory</c>, under the name <c>IntelMQ</c>: what a host puts around clients of
/// that name, or around all, is around the bots' too. What connects is our own handler by default, since redirects, proxies, certificates
/// and addresses are held to each bot's settings.
/// </summary>
internal sealed class FactoryConnections(IServiceProvider provider) : IPostConfigureOptions<HttpClientFactoryOptions>
{
    /// <summary>The name of the clients.</summary>
    public const string Name = "IntelMQ";

    private static readonly Action<HttpMessageHandlerBuilder> Straight = static builder => builder.PrimaryHandler = HttpConnections.CreateHandler(HttpConnectionSettings.Default);

    private readonly ConcurrentDictionary<HttpConnectionSettings, string> _names = new();
    private readonly ConcurrentDictionary<string, HttpConnectionSettings> _settings = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>Connections over the container's handlers.</summary>
    public HttpConnections Create(IHttpMessageHandlerFactory handlers)
        => new(settings =>
        {
            string name = NameOf(settings);
            return new HandlerOfEachRequest(() => handlers.CreateHandler(name));
        });

    // First, so that a primary handler of the host's own counts more.
    public void PostConfigure(string? name, HttpClientFactoryOptions options)
    {
        if (name == Name)
            options.HttpMessageHandlerBuilderActions.Insert(0, Straight);
        if (name is null || !_settings.TryGetValue(name, out HttpConnectionSettings? settings))
            return;
        // Another kind of connections is what the host has made of the name, over another handler.
        HttpClientFactoryOptions named = provider.GetRequiredService<IOptionsMonitor<HttpClientFactoryOptions>>().Get(Name);
        options.HandlerLifetime = named.HandlerLifetime;
        options.HttpMessageHandlerBuilderActions.Clear();
        options.HttpMessageHandlerBuilderActions.Add(builder => builder.PrimaryHandler = HttpConnections.CreateHandler(settings));
        foreach (Action<HttpMessageHandlerBuilder> action in named.HttpMessageHandlerBuilderActions.Where(static action => action != Straight))
            options.HttpMessageHandlerBuilderActions.Add(action);
    }

    private string NameOf(HttpConnectionSettings settings)
        => settings == HttpConnectionSettings.Default ? Name : _names.GetOrAdd(settings, key =>
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"{Name}:{Interlocked.Increment(ref _count)}");
            _settings[name] = key;
            return name;
        });
}
