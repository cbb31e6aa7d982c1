using IntelMQ.Bots;
using IntelMQ.Export;
using IntelMQ.Failures;
using IntelMQ.Http;
using IntelMQ.Pipelines;
using IntelMQ.Schemas;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Puts pipelines into a container.</summary>
internal static class PipelineRegistration
{
    public static IServiceCollection Add(IServiceCollection services, string? name, Action<IServiceProvider, PipelineBuilder> build)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(build);
        if (services.Any(service => service.ServiceType == typeof(Pipeline) && Equals(service.ServiceKey, name)))
        {
            throw new InvalidOperationException(name is null
                ? "A pipeline is registered already; give each a name of its own: AddIntelMQ(name, ...)."
                : $"A pipeline with the name '{name}' is registered already; give each a name of its own.");
        }

        services.TryAddSingleton(CreateServices);
        services.TryAddSingleton<BrokerUsers>();
        services.TryAddSingleton<FactoryConnections>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<HttpClientFactoryOptions>, FactoryConnections>(static provider => provider.GetRequiredService<FactoryConnections>()));
        if (name is null)
            services.AddSingleton(provider => Create(provider, null, build));
        else
            services.AddKeyedSingleton(name, (provider, _) => Create(provider, name, build));
        return services;
    }

    private static Pipeline Create(IServiceProvider provider, string? name, Action<IServiceProvider, PipelineBuilder> build)
    {
        var options = new PipelineOptions
        {
            Id = name ?? PipelineDefinition.DefaultId,
            Services = Find<BotServices>(provider, name) ?? provider.GetRequiredService<BotServices>(),
            Failures = Find<IFailureStore>(provider, name),
            Broker = Find<IBroker>(provider, name),
            Schema = Find<Schema>(provider, name),
        };
        Pipeline pipeline = Pipeline.Create(options, builder => build(provider, builder));
        if (options.Broker is { } broker)
            provider.GetRequiredService<BrokerUsers>().Add(broker, pipeline);
        return pipeline;
    }

    private static T? Find<T>(IServiceProvider provider, string? name)
        where T : class
        => (name is null ? null : provider.GetKeyedService<T>(name)) ?? provider.GetService<T>();

    private static BotServices CreateServices(IServiceProvider provider) => new()
    {
        Time = provider.GetService<TimeProvider>() ?? TimeProvider.System,
        Logs = provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance,
        Http = provider.GetService<IHttpConnections>() ?? (provider.GetService<IHttpMessageHandlerFactory>() is { } handlers
            ? provider.GetRequiredService<FactoryConnections>().Create(handlers)
            : new HttpConnections()),
        EventAddresses = provider.GetService<AddressPolicy>() ?? AddressPolicy.Public,
        Dns = provider.GetService<IDnsResolver>() ?? new DnsResolver(),
        FeedWatch = provider.GetService<IFeedWatch>(),
        Formats = [.. provider.GetServices<EventFormat>()],
        Schema = provider.GetService<Schema>() ?? Schema.Default,
    };
}
