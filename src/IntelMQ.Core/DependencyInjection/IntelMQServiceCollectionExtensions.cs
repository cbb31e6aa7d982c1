using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Http;
using IntelMQ.Pipelines;
using IntelMQ.Schemas;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Registers pipelines. One that has a name is a keyed singleton under that name (<c>GetRequiredKeyedService&lt;Pipeline&gt;(name)</c>), and
/// the name is its id where nothing else is said; one without a name is the singleton <see cref="Pipeline"/>.
/// </summary>
/// <remarks>
/// Bots made by factories get the container's <see cref="TimeProvider"/>, <see cref="ILoggerFactory"/>, <see cref="Schema"/>,
/// <see cref="IHttpConnections"/> (by default <see cref="HttpConnections"/>, over the handlers that the container's <c>IHttpClientFactory</c> has for the
/// name <c>IntelMQ</c>, where it has one; see <see cref="AddIntelMQHttp"/>), <see cref="AddressPolicy"/>, <see cref="IFeedWatch"/> (by default none), all
/// <see cref="IntelMQ.Export.EventFormat"/>s (by default none) and <see cref="IDnsResolver"/> (by default a <see cref="DnsResolver"/>), or a <see cref="BotServices"/> that
/// is registered; the pipeline its <see cref="IFailureStore"/> and <see cref="IBroker"/>; each where it is registered, under the pipeline's name
/// first. Two pipelines that use one broker need bots with different ids.
/// </remarks>
public static class IntelMQServiceCollectionExtensions
{
    /// <summary>Registers the pipeline without a name.</summary>
    /// <param name="services">The container's services.</param>
    /// <param name="build">Puts the pipeline together; called when it is asked for first.</param>
    /// <exception cref="InvalidOperationException">A pipeline without a name is registered already.</exception>
    public static IServiceCollection AddIntelMQ(this IServiceCollection services, Action<PipelineBuilder> build)
    {
        ArgumentNullException.ThrowIfNull(build);
        return PipelineRegistration.Add(services, null, (_, builder) => build(builder));
    }

    /// <inheritdoc cref="AddIntelMQ(IServiceCollection, Action{PipelineBuilder})"/>
    /// <param name="services">The container's services.</param>
    /// <param name="build">Puts the pipeline together with the container's help.</param>
    public static IServiceCollection AddIntelMQ(this IServiceCollection services, Action<IServiceProvider, PipelineBuilder> build)
        => PipelineRegistration.Add(services, null, build);

    /// <summary>
    /// Registers the pipeline without a name, put together from configuration; see <see cref="DefinitionReader.FromConfiguration"/>. All that is
    /// wrong with it is said at once, when the pipeline is asked for first and before anything runs.
    /// </summary>
    /// <inheritdoc cref="AddIntelMQ(IServiceCollection, Action{PipelineBuilder})"/>
    /// <param name="services">The container's services.</param>
    /// <param name="section">The section that holds the pipeline.</param>
    /// <param name="bots">The bots that a module path may name: those of a catalogue, and those of plug-ins.</param>
    public static IServiceCollection AddIntelMQ(this IServiceCollection services, IConfiguration section, IEnumerable<BotDescriptor> bots)
    {
        ArgumentNullException.ThrowIfNull(section);
        ArgumentNullException.ThrowIfNull(bots);
        return PipelineRegistration.Add(services, null, (_, builder) => builder.Load(section, bots));
    }

    /// <summary>Registers the pipeline without a name by its definition.</summary>
    /// <inheritdoc cref="AddIntelMQ(IServiceCollection, IConfiguration, IEnumerable{BotDescriptor})"/>
    /// <param name="services">The container's services.</param>
    /// <param name="definition">The pipeline.</param>
    /// <param name="bots">The bots that a module path may name: those of a catalogue, and those of plug-ins.</param>
    public static IServiceCollection AddIntelMQ(this IServiceCollection services, PipelineDefinition definition, IEnumerable<BotDescriptor> bots)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(bots);
        return PipelineRegistration.Add(services, null, (_, builder) => builder.Load(definition, bots));
    }

    /// <summary>Registers a pipeline under a name.</summary>
    /// <param name="services">The container's services.</param>
    /// <param name="name">The pipeline's name.</param>
    /// <param name="build">Puts the pipeline together; called when it is asked for first.</param>
    /// <exception cref="InvalidOperationException">A pipeline with this name is registered already.</exception>
    public static IServiceCollection AddIntelMQ(this IServiceCollection services, string name, Action<PipelineBuilder> build)
    {
        ArgumentNullException.ThrowIfNull(build);
        return services.AddIntelMQ(name, (_, builder) => build(builder));
    }

    /// <inheritdoc cref="AddIntelMQ(IServiceCollection, string, Action{PipelineBuilder})"/>
    /// <param name="services">The container's services.</param>
    /// <param name="name">The pipeline's name.</param>
    /// <param name="build">Puts the pipeline together with the container's help.</param>
    public static IServiceCollection AddIntelMQ(this IServiceCollection services, string name, Action<IServiceProvider, PipelineBuilder> build)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return PipelineRegistration.Add(services, name, build);
    }

    /// <summary>Registers a pipeline under a name, put together from configuration; see <see cref="DefinitionReader.FromConfiguration"/>.</summary>
    /// <inheritdoc cref="AddIntelMQ(IServiceCollection, string, Action{PipelineBuilder})"/>
    /// <param name="services">The container's services.</param>
    /// <param name="name">The pipeline's name.</param>
    /// <param name="section">The section that holds the pipeline.</param>
    /// <param name="bots">The bots that a module path may name: those of a catalogue, and those of plug-ins.</param>
    public static IServiceCollection AddIntelMQ(this IServiceCollection services, string name, IConfiguration section, IEnumerable<BotDescriptor> bots)
    {
        ArgumentNullException.ThrowIfNull(section);
        ArgumentNullException.ThrowIfNull(bots);
        return services.AddIntelMQ(name, (_, builder) => builder.Load(section, bots));
    }

    /// <summary>Registers a pipeline under a name by its definition.</summary>
    /// <inheritdoc cref="AddIntelMQ(IServiceCollection, string, IConfiguration, IEnumerable{BotDescriptor})"/>
    /// <param name="services">The container's services.</param>
    /// <param name="name">The pipeline's name.</param>
    /// <param name="definition">The pipeline.</param>
    /// <param name="bots">The bots that a module path may name: those of a catalogue, and those of plug-ins.</param>
    public static IServiceCollection AddIntelMQ(this IServiceCollection services, string name, PipelineDefinition definition, IEnumerable<BotDescriptor> bots)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(bots);
        return services.AddIntelMQ(name, (_, builder) => builder.Load(definition, bots));
    }

    /// <summary>
    /// Has bots send HTTP requests by handlers of the host, such as those of <c>IHttpClientFactory</c>:
    /// <c>AddIntelMQHttp((provider, settings) => provider.GetRequiredService&lt;IHttpMessageHandlerFactory&gt;().CreateHandler("feeds"))</c>.
    /// </summary>
    /// <remarks>
    /// Redirects, credentials, time-outs of tries and bounds stay the bots' matter, so the handlers must neither follow redirects nor keep cookies. Proxies,
    /// certificates and the addresses of resolved names are the handlers' matter.
    /// </remarks>
    /// <param name="services">The container's services.</param>
    /// <param name="handlers">
    /// Finds the handler for connections of a kind; asked for each request, so that handlers may be exchanged. It makes none of its own, and whoever made
    /// it lets go of it.
    /// </param>
    /// <exception cref="InvalidOperationException">The container has <see cref="IHttpConnections"/> already.</exception>
    public static IServiceCollection AddIntelMQHttp(this IServiceCollection services, Func<IServiceProvider, HttpConnectionSettings, HttpMessageHandler> handlers)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(handlers);
        if (services.Any(static service => service.ServiceType == typeof(IHttpConnections) && !service.IsKeyedService))
            throw new InvalidOperationException("The container has connections for HTTP already; register them once.");
        return services.AddSingleton<IHttpConnections>(provider => new HttpConnections(settings => new HandlerOfEachRequest(() => handlers(provider, settings))));
    }
}
