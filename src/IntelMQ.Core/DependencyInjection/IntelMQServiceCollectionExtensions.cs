using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Pipelines;
using IntelMQ.Schemas;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers a pipeline.</summary>
public static class IntelMQServiceCollectionExtensions
{
    /// <summary>
    /// Registers <see cref="Pipeline"/> as a singleton. Bots made by factories get the container's <see cref="TimeProvider"/>,
    /// <see cref="ILoggerFactory"/>, <see cref="Schema"/>, <see cref="HttpClient"/> and <see cref="IDnsResolver"/> (by default a
    /// <see cref="DnsResolver"/>), or a <see cref="BotServices"/> that is registered; the pipeline its <see cref="IFailureStore"/> and
    /// <see cref="IBroker"/>; each where it is registered.
    /// </summary>
    /// <param name="services">The container's services.</param>
    /// <param name="build">Puts the pipeline together; called when it is asked for first.</param>
    public static IServiceCollection AddIntelMQ(this IServiceCollection services, Action<PipelineBuilder> build)
    {
        ArgumentNullException.ThrowIfNull(build);
        return services.AddIntelMQ((_, builder) => build(builder));
    }

    /// <inheritdoc cref="AddIntelMQ(IServiceCollection, Action{PipelineBuilder})"/>
    /// <param name="services">The container's services.</param>
    /// <param name="build">Puts the pipeline together with the container's help.</param>
    public static IServiceCollection AddIntelMQ(this IServiceCollection services, Action<IServiceProvider, PipelineBuilder> build)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(build);
        services.TryAddSingleton(CreateServices);
        services.TryAddSingleton(provider => Pipeline.Create(
            new PipelineOptions
            {
                Services = provider.GetRequiredService<BotServices>(),
                Failures = provider.GetService<IFailureStore>(),
                Broker = provider.GetService<IBroker>(),
                Schema = provider.GetService<Schema>(),
            },
            builder => build(provider, builder)));
        return services;
    }

    /// <summary>
    /// Registers <see cref="Pipeline"/> as a singleton that is put together from configuration; see <see cref="PipelineBuilder.Load"/>. All
    /// that is wrong with it is said at once, when the pipeline is asked for first and before anything runs.
    /// </summary>
    /// <inheritdoc cref="AddIntelMQ(IServiceCollection, Action{PipelineBuilder})"/>
    /// <param name="services">The container's services.</param>
    /// <param name="section">The section that holds the pipeline.</param>
    /// <param name="bots">The bots that a module path may name: those of a catalogue, and those of plug-ins.</param>
    public static IServiceCollection AddIntelMQ(this IServiceCollection services, IConfiguration section, IEnumerable<BotDescriptor> bots)
    {
        ArgumentNullException.ThrowIfNull(section);
        ArgumentNullException.ThrowIfNull(bots);
        return services.AddIntelMQ((_, builder) => builder.Load(section, bots));
    }

    private static BotServices CreateServices(IServiceProvider provider) => new()
    {
        Time = provider.GetService<TimeProvider>() ?? TimeProvider.System,
        Logs = provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance,
        Http = provider.GetService<HttpClient>(),
        Dns = provider.GetService<IDnsResolver>() ?? new DnsResolver(),
        Schema = provider.GetService<Schema>() ?? Schema.Default,
    };
}
