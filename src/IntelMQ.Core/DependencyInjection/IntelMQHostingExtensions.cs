using IntelMQ.Pipelines;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets a host run pipelines and watch over them.</summary>
public static class IntelMQHostingExtensions
{
    /// <summary>
    /// Has the host run the pipeline without a name from its start to its stop, with a health check <c>intelmq</c>, and hands the meter and the
    /// source of spans <c>IntelMQ</c> to the host's OpenTelemetry, where it has one.
    /// </summary>
    /// <remarks>
    /// A pipeline that cannot start is logged with all complaints, sets the exit code 1 and stops the host. A stop lets the work that was begun end,
    /// for as long as <see cref="PipelineOptions.StopTimeout"/>; the host's own <c>HostOptions.ShutdownTimeout</c> should be longer.
    /// </remarks>
    /// <param name="services">The container's services.</param>
    /// <param name="configure">How it is run; <see langword="null"/> for what is usual.</param>
    /// <exception cref="InvalidOperationException">The pipeline is run by the host already.</exception>
    /// <example><code>builder.Services.AddIntelMQ(p => p.Collect(...).Parse(...).Output(...)).AddHostedPipeline();</code></example>
    public static IServiceCollection AddHostedPipeline(this IServiceCollection services, Action<HostedPipelineOptions>? configure = null)
        => Add(services, null, configure);

    /// <summary>Has the host run the pipeline with this name; its health check is <c>intelmq:NAME</c>.</summary>
    /// <inheritdoc cref="AddHostedPipeline(IServiceCollection, Action{HostedPipelineOptions}?)"/>
    /// <param name="services">The container's services.</param>
    /// <param name="name">The pipeline's name.</param>
    /// <param name="configure">How it is run; <see langword="null"/> for what is usual.</param>
    public static IServiceCollection AddHostedPipeline(this IServiceCollection services, string name, Action<HostedPipelineOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Add(services, name, configure);
    }

    private static IServiceCollection Add(IServiceCollection services, string? name, Action<HostedPipelineOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        string key = name ?? "";
        if (services.Any(service => service.ServiceType == typeof(HostedPipeline) && Equals(service.ServiceKey, key)))
            throw new InvalidOperationException(name is null ? "The host runs the pipeline already." : $"The host runs the pipeline '{name}' already.");
        var options = new HostedPipelineOptions();
        configure?.Invoke(options);
        services.AddKeyedSingleton(key, (provider, _) => new HostedPipeline(provider, name, options));
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredKeyedService<HostedPipeline>(key));
        services.AddHealthChecks().Add(new HealthCheckRegistration(
            name is null ? "intelmq" : $"intelmq:{name}",
            provider => provider.GetRequiredKeyedService<HostedPipeline>(key).Health,
            failureStatus: null,
            tags: ["intelmq"]));
        services.ConfigureOpenTelemetryMeterProvider(static metrics => metrics.AddMeter(Pipeline.TelemetryName));
        services.ConfigureOpenTelemetryTracerProvider(static traces => traces.AddSource(Pipeline.TelemetryName));
        return services;
    }
}
