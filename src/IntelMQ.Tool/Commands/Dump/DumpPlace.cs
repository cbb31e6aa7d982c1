using System.CommandLine;
using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Hosting.Brokers;
using IntelMQ.Hosting.Configuration;
using IntelMQ.Hosting.Dumps;
using IntelMQ.Pipelines;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntelMQ.Tool.Commands.Dump;

/// <summary>The failures of a configuration, and its queues.</summary>
internal sealed class DumpPlace : IAsyncDisposable
{
    private readonly string _state;
    private readonly BrokerSettings _settings;
    private readonly FileFailureStore? _store;
    private IBroker? _broker;

    private DumpPlace(string state, BrokerSettings settings, RuntimeConfiguration configuration, FileFailureStore? store, IBroker? broker, IEnumerable<string> folders)
    {
        (_state, _settings, Configuration, _store, _broker) = (state, settings, configuration, store, broker);
        Shelf = new DumpShelf(configuration, folders, broker?.Failures ?? store);
    }

    public RuntimeConfiguration Configuration { get; }

    public DumpShelf Shelf { get; }

    public static Option<DirectoryInfo> Folder() => new("--dumps") { Description = "The folder of IntelMQ's dump files. Default: logging_path of the configuration, or IntelMQ's folder of logs." };

    /// <summary>Opens what there is.</summary>
    /// <exception cref="IOException">It is in use, by a host that runs.</exception>
    public static async Task<DumpPlace> OpenAsync(DirectoryInfo? config, DirectoryInfo? state, DirectoryInfo? dumps, CancellationToken cancellationToken)
    {
        Workplace place = Workplace.Of(config, state);
        RuntimeConfiguration configuration = place.Load();
        var complaints = new List<PipelineComplaint>();
        BrokerSettings settings = BrokerSettings.Read(configuration, complaints);
        if (complaints.Count > 0)
            throw new PipelineConfigurationException(complaints.AsEnumerable());
        IBroker? broker = null;
        FileFailureStore? store = null;
        string kept = Path.Combine(place.State, "failures");
        // What fails there is beside the queues, in their file.
        if (settings.Name == "sqlite")
            broker = File.Exists(settings.Host is { Length: > 0 } file ? file : Path.Combine(place.State, "queues.db")) ? await OpenBrokerAsync(settings, configuration, place.State, null, cancellationToken).ConfigureAwait(false) : null;
        else if (Directory.Exists(kept))
            store = FileFailureStore.Open(new FileFailureStoreOptions { Folder = kept }, configuration.Schema, TimeProvider.System, NullLogger.Instance);
        return new DumpPlace(place.State, settings, configuration, store, broker, dumps is null ? DumpShelf.FoldersOf(configuration, EnvironmentParameters.OfProcess()) : [dumps.FullName]);
    }

    /// <summary>The queues.</summary>
    /// <exception cref="IOException">They are in memory, or cannot be reached.</exception>
    public async Task<IBroker> BrokerAsync(CancellationToken cancellationToken)
        => _broker ??= _settings.Name == "memory"
            ? throw new IOException("The queues of this configuration are in memory, where nothing can be sent from outside: name a broker that keeps them (source_pipeline_broker: sqlite).")
            : await OpenBrokerAsync(_settings, Configuration, _state, _store, cancellationToken).ConfigureAwait(false);

    public async ValueTask DisposeAsync()
    {
        if (_broker is not null)
            await _broker.DisposeAsync().ConfigureAwait(false);
        if (_store is not null)
            await _store.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task<IBroker> OpenBrokerAsync(BrokerSettings settings, RuntimeConfiguration configuration, string state, IFailureStore? store, CancellationToken cancellationToken)
    {
        IBrokerProvider provider = Installed.Brokers.FirstOrDefault(one => one.Name == settings.Name)
            ?? throw new PipelineConfigurationException([new PipelineComplaint($"The pipeline: there is no broker '{settings.Name}'.")]);
        Directory.CreateDirectory(state);
        return await provider.CreateAsync(settings, new BrokerContext(BotServices.Default, configuration.Schema, state, () => store ?? new MemoryFailureStore()), cancellationToken).ConfigureAwait(false);
    }
}
