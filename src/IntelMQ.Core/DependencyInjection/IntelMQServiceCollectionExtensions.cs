using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Pipelines;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers a pipeline.</summary>
public static class IntelMQServiceCollectionExtensions
{
    /// <summary>
    /// Registers <see cref="Pipeline"/> as a singleton. Bots made by factories get the container's <see cref="TimeProvider"/>,
    /// <see cref="ILoggerFactory"/>, <see cref="HttpClient"/> and <see cref="IDnsResolver"/>; the pipeline its
    /// <see cref="IFailureStore"/> and <see cref="IBroker"/>; each where it is registered.
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
            },
            builder => build(provider, builder)));
        return services;
    }

    private static BotServices CreateServices(IServiceProvider provider) => new()
    {
        Time = provider.GetService<TimeProvider>() ?? TimeProvider.System,
        Logs = provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance,
        Http = provider.GetService<HttpClient>(),
        Dns = provider.GetService<IDnsResolver>(),
    };
}
