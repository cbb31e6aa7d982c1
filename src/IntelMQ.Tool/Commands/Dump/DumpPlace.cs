using System.CommandLine;
using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Hosting.Brokers;
using IntelMQ.Hosting.Configuration;
using IntelMQ.Hosting.Dumps;
using IntelMQ.Hosting.Endpoint;
using IntelMQ.Hosting.Operation;
using IntelMQ.Pipelines;
using IntelMQ.Tool.Commands.Operating;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntelMQ.Tool.Commands.Dump;

/// <summary>The failures of a configuration, and its queues: those of the host that runs, where one does.</summary>
internal sealed class DumpPlace : IAsyncDisposable
{
    private readonly string _state;
    private readonly BrokerSettings _settings;
    private readonly FileFailureStore? _store;
    private readonly ControlClient? _host;
    private IBroker? _broker;
    private IDumpTarget? _target;

    private DumpPlace(string state, BrokerSettings settings, RuntimeConfiguration configuration, FileFailureStore? store, IBroker? broker, ControlClient? host, IEnumerable<string> folders)
    {
        (_state, _settings, Configuration, _store, _broker, _host) = (state, settings, configuration, store, broker, host);
        Shelf = new DumpShelf(configuration, folders, host is not null ? new ControlFailureStore(host, configuration.Schema) : broker?.Failures ?? store);
    }

    public RuntimeConfiguration Configuration { get; }

    public DumpShelf Shelf { get; }

    /// <summary>Who takes care of what.</summary>
    public AlertFiles Care => new(_state);

    public static Option<DirectoryInfo> Folder() => new("--dumps") { Description = "The folder of IntelMQ's dump files. Default: logging_path of the configuration, or IntelMQ's folder of logs." };

    /// <summary>Opens what there is.</summary>
    /// <exception cref="IOException">It is in use, by a host that takes no commands.</exception>
    public static async Task<DumpPlace> OpenAsync(DirectoryInfo? config, DirectoryInfo? state, DirectoryInfo? dumps, CancellationToken cancellationToken)
    {
        Workplace place = Workplace.Of(config, state);
        RuntimeConfiguration configuration = place.Load();
        var complaints = new List<PipelineComplaint>();
        BrokerSettings settings = BrokerSettings.Read(configuration, complaints);
        if (complaints.Count > 0)
            throw new PipelineConfigurationException(complaints.AsEnumerable());
        IEnumerable<string> folders = dumps is null ? DumpShelf.FoldersOf(configuration, EnvironmentParameters.OfProcess()) : [dumps.FullName];
        if (await HostDoor.TryConnectAsync(place, cancellationToken).ConfigureAwait(false) is { } running)
            return new DumpPlace(place.State, settings, configuration, null, null, running.Client, folders);
        IBroker? broker = null;
        FileFailureStore? store = null;
        string kept = Path.Combine(place.State, "failures");
        // What fails there is beside the queues, in their file.
        if (settings.Name == "sqlite")
            broker = File.Exists(settings.Host is { Length: > 0 } file ? file : Path.Combine(place.State, "queues.db")) ? await OpenBrokerAsync(settings, configuration, place.State, null, cancellationToken).ConfigureAwait(false) : null;
        else if (Directory.Exists(kept))
            store = FileFailureStore.Open(new FileFailureStoreOptions { Folder = kept }, configuration.Schema, TimeProvider.System, NullLogger.Instance);
        return new DumpPlace(place.State, settings, configuration, store, broker, null, folders);
    }

    /// <summary>The queues.</summary>
    /// <exception cref="IOException">They are in memory, or cannot be reached.</exception>
    public async Task<IDumpTarget> TargetAsync(CancellationToken cancellationToken)
    {
        if (_target is not null)
            return _target;
        if (_host is not null)
            return _target = new ControlDumpTarget(_host);
        _broker ??= _settings.Name == "memory"
            ? throw new IOException("The queues of this configuration are in memory, where nothing can be sent from outside: start its host, or name a broker that keeps them (source_pipeline_broker: sqlite).")
            : await OpenBrokerAsync(_settings, Configuration, _state, _store, cancellationToken).ConfigureAwait(false);
        return _target = new BrokerDumpTarget(_broker);
    }

    public async ValueTask DisposeAsync()
    {
        if (_target is not null)
            await _target.DisposeAsync().ConfigureAwait(false);
        _host?.Dispose();
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
