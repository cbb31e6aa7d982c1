using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Hosting.Brokers;
using IntelMQ.Hosting.Configuration;
using IntelMQ.Hosting.Control;
using IntelMQ.Hosting.Inspection;
using IntelMQ.Http;
using IntelMQ.Pipelines;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Hosting.Running;

/// <summary>Runs a configuration of IntelMQ in this process.</summary>
public sealed partial class IntelMQHost : IAsyncDisposable
{
    private static readonly string[] FileNames = ["runtime.yaml", "runtime.conf", "harmonization.conf"];

    private readonly IntelMQHostOptions _options;
    private readonly HttpConnections _http;
    private readonly IReadOnlyList<IAsyncDisposable?> _owned;
    private readonly SemaphoreSlim _reloading = new(1, 1);
    private readonly string _fields;
    private readonly HostControl _control;

    private IntelMQHost(IntelMQHostOptions options, RuntimeConfiguration configuration, Pipeline pipeline, IReadOnlyList<IAsyncDisposable?> owned, HttpConnections http)
    {
        _options = options;
        Configuration = configuration;
        Pipeline = pipeline;
        _owned = owned;
        _http = http;
        _control = new HostControl(pipeline, configuration.Schema, Path.GetFullPath(options.ConfigurationFolder), options.Time) { TakeOver = TakeOverAsync };
        _fields = FieldsOf(options.ConfigurationFolder);
    }

    /// <summary>The files.</summary>
    public RuntimeConfiguration Configuration { get; private set; }

    /// <summary>The folder of the files.</summary>
    public string ConfigurationFolder => _options.ConfigurationFolder;

    /// <summary>The folder for all that is kept.</summary>
    public string StateFolder => _options.StateFolder;

    /// <summary>The bots that a module path may name.</summary>
    public BotCatalog Bots => _options.Bots;

    /// <summary>The clock.</summary>
    public TimeProvider Time => _options.Time;

    /// <summary>What the bots, and whatever else runs here, send HTTP requests with.</summary>
    internal IHttpConnections Http => _http;

    /// <summary>What runs; its <see cref="Pipeline.Control"/> is the operator's.</summary>
    public Pipeline Pipeline { get; }

    /// <summary>What an operator does to the host; an endpoint (<see cref="Endpoint.ControlEndpoint"/>) offers it to other processes.</summary>
    public IHostControl Control => _control;

    /// <summary>Reads the configuration, opens its queues and makes its bots; nothing runs yet.</summary>
    /// <exception cref="PipelineConfigurationException">The configuration cannot be used; all complaints at once.</exception>
    /// <exception cref="IOException">The queues or the state folder cannot be used.</exception>
    public static async Task<IntelMQHost> OpenAsync(IntelMQHostOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        RuntimeConfiguration configuration = RuntimeConfiguration.Load(options.ConfigurationFolder, options.Environment);
        var complaints = new List<PipelineComplaint>();
        BrokerSettings settings = BrokerSettings.Read(configuration, complaints);
        PipelineDefinition definition = Here(configuration, options, complaints);
        string state = Directory.CreateDirectory(options.StateFolder).FullName;
        var http = new HttpConnections();
        var services = new BotServices
        {
            Time = options.Time,
            Logs = options.Logs,
            Schema = configuration.Schema,
            Http = http,
            Dns = new DnsResolver(),
            Databases = options.Databases,
            Caches = options.Caches,
            FeedWatch = options.FeedWatch,
            StateFolder = state,
        };
        FileFailureStore? failures = null;
        IBroker? broker = null;
        BrokerContext? context = null;
        try
        {
            FileFailureStore OpenFailures() => failures ??= FileFailureStore.Open(
                new FileFailureStoreOptions { Folder = Path.Combine(state, "failures") },
                configuration.Schema,
                options.Time,
                options.Logs.CreateLogger<FileFailureStore>());
            context = new BrokerContext(services, configuration.Schema, state, OpenFailures);
            if (settings.Name != "memory")
                broker = await OpenBrokerAsync(settings, context, options, complaints, cancellationToken).ConfigureAwait(false);
            var pipelineOptions = new PipelineOptions
            {
                Services = services,
                Schema = configuration.Schema,
                Broker = broker,
                Failures = broker is null ? OpenFailures() : null,
                StaysOpen = !options.UntilDrained,
            };
            definition = definition with { Complaints = [.. definition.Complaints, .. complaints] };
            Pipeline pipeline = Pipeline.Create(definition, options.Bots, pipelineOptions);
            return new IntelMQHost(options, configuration, pipeline, [broker, .. context.Owned, failures], http);
        }
        catch
        {
            await DisposeAsync([broker, .. context?.Owned ?? [], failures]).ConfigureAwait(false);
            http.Dispose();
            throw;
        }
    }

    /// <summary>Runs the bots: until they are drained where the options say so, else until it is stopped; a stop finishes what was begun.</summary>
    /// <exception cref="PipelineConfigurationException">Bots cannot start; all complaints at once.</exception>
    public async Task<PipelineResult> RunAsync(CancellationToken cancellationToken)
    {
        if (!_options.UntilDrained || !HasForeignSenders)
            return await Pipeline.RunAsync(cancellationToken).ConfigureAwait(false);
        // Queues that others fill are never known to be complete: they are drained when nothing has moved for a while.
        using var drained = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<PipelineResult> run = Pipeline.RunAsync(drained.Token);
        await DrainWatch.WaitAsync(Pipeline, _options.Time, run, cancellationToken).ConfigureAwait(false);
        await drained.CancelAsync().ConfigureAwait(false);
        PipelineResult result = await run.ConfigureAwait(false);
        return cancellationToken.IsCancellationRequested ? result : result with { WasStopped = false };
    }

    /// <summary>The files of a configuration that a running host looks at.</summary>
    internal static IEnumerable<string> FilesOf(string folder) => FileNames.Select(name => Path.Combine(folder, name));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Pipeline.DisposeAsync().ConfigureAwait(false);
        await DisposeAsync(_owned).ConfigureAwait(false);
        _http.Dispose();
        _reloading.Dispose();
    }

    private static async ValueTask DisposeAsync(IEnumerable<IAsyncDisposable?> owned)
    {
        foreach (IAsyncDisposable? one in owned)
        {
            if (one is not null)
                await one.DisposeAsync().ConfigureAwait(false);
        }
    }

    private bool HasForeignSenders
        => Pipeline.Definition.Bots.Any(bot => bot.IsForeign && bot.Destinations.Any(destination => Pipeline.Definition.Find(destination.BotId) is { RunsHere: true }));

    // Without an interval collectors run once, so that there is an end.
    private static PipelineDefinition Here(RuntimeConfiguration configuration, IntelMQHostOptions options, List<PipelineComplaint> complaints)
    {
        PipelineDefinition definition = configuration.ToDefinition(options.Bots);
        if (options.UntilDrained)
        {
            definition = definition with
            {
                Parameters = definition.Parameters.Without("rate_limit"),
                Bots = [.. definition.Bots.Select(static bot => bot with { Parameters = bot.Parameters.Without("rate_limit"), CollectInterval = null, Cron = null, CronZone = null, CronJitter = null })],
            };
        }
        else
        {
            Dictionary<string, RuntimeBot> collectors = configuration.Bots.Where(QueueNames.IsCollector).ToDictionary(static bot => bot.Id, StringComparer.Ordinal);
            definition = definition with { Bots = [.. definition.Bots.Select(bot => bot.Cron is null && collectors.TryGetValue(bot.Id, out RuntimeBot? collector) ? bot with { CollectInterval = CollectorIntervals.Of(collector) } : bot)] };
        }

        foreach (string id in options.OnlyBots.Where(id => definition.Find(id) is null))
            complaints.Add(new PipelineComplaint($"The pipeline: there is no bot '{id}' to run here."));
        if (options.OnlyBots.Count == 0 && options.OnlyGroup is null)
            return definition;
        return definition.OnlyHere(definition.Bots
            .Where(bot => !bot.IsForeign
                && (options.OnlyBots.Count == 0 || options.OnlyBots.Contains(bot.Id))
                && (options.OnlyGroup is not { } group || (bot.Group ?? (options.Bots.TryGet(bot.Module, out BotDescriptor? known) ? known.Kind : null)) == group))
            .Select(static bot => bot.Id));
    }

    private static async ValueTask<IBroker?> OpenBrokerAsync(BrokerSettings settings, BrokerContext context, IntelMQHostOptions options, List<PipelineComplaint> complaints, CancellationToken cancellationToken)
    {
        if (options.Brokers.FirstOrDefault(provider => provider.Name == settings.Name) is not { } found)
        {
            string known = string.Join(", ", options.Brokers.Select(static provider => provider.Name).Append("memory").Order(StringComparer.Ordinal));
            complaints.Add(new PipelineComplaint($"The pipeline: there is no broker '{settings.Name}'; there are {known}.") { Parameter = "source_pipeline_broker" });
            return null;
        }

        try
        {
            return await found.CreateAsync(settings, context, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidDataException)
        {
            complaints.Add(new PipelineComplaint($"The pipeline: the queues ({settings.Shown}) cannot be used: {exception.Message}") { Parameter = "source_pipeline_broker" });
            return null;
        }
    }
}
