using IntelMQ.Bots;
using IntelMQ.Hosting.Configuration;
using IntelMQ.Hosting.Inspection;
using IntelMQ.Pipelines;

namespace IntelMQ.Hosting.Running;

// What is asked about files, without anything being changed.
public sealed partial class IntelMQHost
{
    /// <summary>Reads the files as they are now; what runs may be made of older ones.</summary>
    /// <exception cref="PipelineConfigurationException">They cannot be read.</exception>
    public RuntimeConfiguration LoadConfiguration() => RuntimeConfiguration.Load(_options.ConfigurationFolder, _options.Environment);

    /// <summary>Reads a document as this host would read its file.</summary>
    /// <param name="text">The document: YAML or JSON.</param>
    /// <exception cref="PipelineConfigurationException">It cannot be read.</exception>
    public RuntimeConfiguration ParseConfiguration(string text) => RuntimeConfiguration.Parse(text, "runtime.yaml", _options.Environment, Configuration.Schema);

    /// <summary>Says everything that is wrong with a configuration, as this host would run it; nothing is changed.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="outside">What its bots may reach, where it comes from outside.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ConfigurationReport> CheckAsync(RuntimeConfiguration configuration, OutsidePolicy? outside, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var services = new BotServices { Time = _options.Time, Schema = configuration.Schema, Http = _http, Dns = new DnsResolver(), Databases = _options.Databases, StateFolder = _options.StateFolder };
        return await ConfigurationCheck.RunAsync(configuration, _options.Bots, _options.Brokers, null, services, outside, cancellationToken).ConfigureAwait(false);
    }
}
