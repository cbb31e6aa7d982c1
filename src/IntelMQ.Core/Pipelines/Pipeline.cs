using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.State;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Pipelines;

/// <summary>
/// Bots joined by bounded queues. What a collector fetches is parsed, enriched and handed on; a slow output slows the collector; nothing
/// that failed is lost: it is in <see cref="Failures"/>.
/// </summary>
/// <example><code>await using Pipeline pipeline = Pipeline.Create(p =&gt; p
///     .Collect(new FileCollector(new FileCollectorOptions { Path = "feeds", Postfix = ".json" }))
///     .Parse(new FeodoTrackerParser(new()))
///     .Output(new FileOutput(new FileOutputOptions { File = "events.jsonl" })));
/// Console.WriteLine(await pipeline.RunAsync());</code></example>
public sealed partial class Pipeline : IAsyncDisposable
{
    /// <summary>The name of the meter (<c>System.Diagnostics.Metrics</c>) and of the source of spans (<c>System.Diagnostics</c>) of all pipelines.</summary>
    public const string TelemetryName = "IntelMQ";

    private PipelineGraph _graph;
    private readonly PipelineInstruments _instruments;
    private readonly ILogger _log;
    private readonly SemaphoreSlim _running = new(1, 1);
    private readonly HashSet<Bot> _started = new(ReferenceEqualityComparer.Instance);
    private volatile PipelineRun? _run;
    private IStateStore? _state;
    private bool _disposed;

    private Pipeline(PipelineDefinition definition, PipelineGraph graph, IEnumerable<BotDescriptor> bots)
    {
        _bots = bots;
        _compiled = graph;
        _control = new PipelineControl(this);
        Definition = definition;
        _graph = graph;
        PipelineOptions options = graph.Options;
        Failures = options.Broker?.Failures ?? options.Failures ?? new MemoryFailureStore(MemoryFailureStore.DefaultCapacity, options.Services.Time);
        _log = options.Services.Logs.CreateLogger(typeof(Pipeline).FullName!);
        _instruments = new PipelineInstruments(graph.Options.Id, () => _graph.Stages);
        foreach (GraphBot bot in graph.Bots)
            bot.Meter.Attach(_instruments);
    }

    /// <summary>The pipeline's id.</summary>
    public string Id => _graph.Options.Id;

    /// <summary>What the pipeline was made of.</summary>
    public PipelineDefinition Definition { get; private set; }

    /// <summary>Where failures are kept.</summary>
    public IFailureStore Failures { get; }

    /// <summary>What the pipeline has done so far; may be asked for at any time.</summary>
    public PipelineCounters Counters => new(
        _compiled.Bots.ToDictionary(static bot => bot.Id, static bot => bot.Meter.Snapshot(), StringComparer.Ordinal),
        _graph.Stages.ToDictionary(static stage => stage.Queue.Value, static stage => stage.Depth.Count, StringComparer.Ordinal));

    /// <summary>Builds a pipeline.</summary>
    /// <param name="build">Puts it together.</param>
    /// <exception cref="PipelineConfigurationException">It cannot work; all complaints at once.</exception>
    public static Pipeline Create(Action<PipelineBuilder> build) => Create(new PipelineOptions(), build);

    /// <summary>Builds a pipeline.</summary>
    /// <param name="options">What its bots have in common.</param>
    /// <param name="build">Puts it together.</param>
    /// <exception cref="PipelineConfigurationException">It cannot work; all complaints at once.</exception>
    public static Pipeline Create(PipelineOptions options, Action<PipelineBuilder> build)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(build);
        var builder = new PipelineBuilder(options);
        build(builder);
        return Create(builder.ToDefinition(), builder.Bots, options);
    }

    /// <summary>Builds a pipeline of a definition.</summary>
    /// <param name="definition">What its bots are and how they are connected.</param>
    /// <param name="bots">The bots that a module path may name: those of a catalogue, and those of plug-ins.</param>
    /// <param name="options">What its bots have in common, as far as the definition leaves it open; what looks wrong goes to their log.</param>
    /// <exception cref="PipelineConfigurationException">It cannot work; all complaints at once.</exception>
    public static Pipeline Create(PipelineDefinition definition, IEnumerable<BotDescriptor> bots, PipelineOptions options)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(bots);
        ArgumentNullException.ThrowIfNull(options);
        var compiler = new DefinitionCompiler(definition, bots, options);
        if (compiler.Compile() is not { } graph)
            throw new PipelineConfigurationException(compiler.Complaints);
        var pipeline = new Pipeline(definition, graph, bots);
        foreach (PipelineComplaint warning in compiler.Complaints)
            PipelineLog.LooksWrong(pipeline._log, pipeline.Id, warning);
        return pipeline;
    }

    /// <summary>
    /// Runs the collectors until they have no more reports (or, where they have an interval, until a stop), and everything is drained.
    /// </summary>
    /// <param name="cancellationToken">
    /// Stops the run in good order: collectors and parsers stop, work that was begun is finished, the rest is given back; after
    /// <see cref="PipelineOptions.StopTimeout"/> also what is in work. The call then returns as usual.
    /// </param>
    /// <returns>
    /// What came of it, errors of collectors included: they do not throw, since the other bots go on. See <see cref="PipelineResult.EnsureComplete"/>.
    /// </returns>
    /// <exception cref="PipelineConfigurationException">Bots cannot start; all complaints at once.</exception>
    /// <exception cref="InvalidOperationException">The pipeline is running.</exception>
    public async Task<PipelineResult> RunAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        if (!await _running.WaitAsync(0, CancellationToken.None).ConfigureAwait(false))
            throw new InvalidOperationException($"The pipeline {Id} is already running; wait for the run to end, or create another pipeline.");
        try
        {
            IRunSource[] sources = [.. _graph.Bots.Where(static bot => bot.Kind == BotKind.Collector).Select(static bot => new CollectorSource(bot))];
            return await RunOnceAsync(_graph.Bots, sources, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _running.Release();
        }
    }

    /// <inheritdoc cref="ReplayAsync(Func{StoredFailure, bool}, CancellationToken)"/>
    public Task<ReplayResult> ReplayAsync(CancellationToken cancellationToken = default) => ReplayAsync(static _ => true, cancellationToken);

    /// <summary>
    /// Hands stored failures to the bots they came from again and removes them when everything made of them is stored; what fails again is
    /// kept anew. May be called while the pipeline runs, and while it does not.
    /// </summary>
    /// <param name="filter">Chooses the failures.</param>
    /// <param name="cancellationToken">Stops in good order; what was not reached stays in the store.</param>
    public async Task<ReplayResult> ReplayAsync(Func<StoredFailure, bool> filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ThrowIfDisposed();
        var source = new ReplaySource(_graph, Failures, filter);
        if (_run?.TryAdd(source) is { } joined)
        {
            await joined.WaitAsync(cancellationToken).ConfigureAwait(false);
            return source.Result;
        }

        await _running.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await RunOnceAsync(_graph.Bots.Where(static bot => bot.Kind != BotKind.Collector), [source], cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _running.Release();
        }

        return source.Result;
    }

    /// <summary>Stops a run and lets go of the bots.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        _run?.Stop();
        await _running.WaitAsync().ConfigureAwait(false);
        _control.Dispose();
        foreach (Bot bot in _compiled.Bots.SelectMany(static bot => bot.Bots).Distinct())
            await bot.DisposeAsync().ConfigureAwait(false);
        if (_graph.Options.State is null && _state is not null)
            await _state.DisposeAsync().ConfigureAwait(false);
        if (_graph.Options.Failures is null && _graph.Options.Broker is null)
            await Failures.DisposeAsync().ConfigureAwait(false);
        _instruments.Dispose();
        _running.Dispose();
    }

    private void ThrowIfDisposed()
    {
        if (_disposed)
            throw new ObjectDisposedException(nameof(Pipeline), $"The pipeline {Id} has been disposed, and its bots with it; create another to run again.");
    }

    private async Task<PipelineResult> RunOnceAsync(IEnumerable<GraphBot> bots, IReadOnlyList<IRunSource> sources, CancellationToken cancellationToken)
    {
        PipelineOptions options = _graph.Options;
        // Queues in memory end with the run: what is not done is still in its source.
        await using MemoryBroker? memory = options.Broker is null ? new MemoryBroker(Failures, await OpenStateAsync(cancellationToken).ConfigureAwait(false), options.Services.Time, _log) : null;
        IBroker broker = options.Broker ?? memory!;
        if (memory is null && !await WaitForBrokerAsync(broker, cancellationToken).ConfigureAwait(false))
            return new PipelineResult(Counters, true, 0, new Dictionary<string, Exception>(), 0);
        await StartBotsAsync(bots, broker, cancellationToken).ConfigureAwait(false);
        ReportProgress? progress = memory is null || (memory.State.Traits & StateTraits.Durable) == 0
            ? null
            : await ReportProgress.OpenAsync(memory.State, options.Services.Time, _graph.Bots.Where(static bot => bot.Kind == BotKind.Parser).Select(static bot => bot.Id), cancellationToken).ConfigureAwait(false);
        CollectedNotes? collected = (broker.Traits & BrokerTraits.Durable) == 0
            ? null
            : await CollectedNotes.OpenAsync(broker.State, options.Services.Time, _graph.Bots.Where(static bot => bot.Kind == BotKind.Collector).Select(static bot => bot.Id), cancellationToken).ConfigureAwait(false);
        using var run = new PipelineRun(_graph, broker, progress, collected, _troubles, StopAfterError, _log) { Failures = Failures };
        PipelineLog.Starting(_log, Id, _graph.Bots.Count, _graph.Stages.Count);
        using (cancellationToken.Register(static state => ((PipelineRun)state!).Stop(), run))
        {
            _run = run;
            try
            {
                using var ended = new CancellationTokenSource();
                Task rejoining = RejoinAsync(ended.Token);
                await run.RunAsync(_graph, sources).ConfigureAwait(false);
                await ended.CancelAsync().ConfigureAwait(false);
                await rejoining.ConfigureAwait(false);
            }
            finally
            {
                _run = null;
                // What stood apart in this run joins its sender in the next, whose queues are looked at anew.
                if (_apart.Count > 0)
                    _graph = GraphShaper.Shape(_compiled, Stopped, _apart = [], _graph);
            }
        }

        PipelineLog.Ended(_log, Id);
        return new PipelineResult(Counters, run.Context.Stopping.IsCancellationRequested, run.Unsettled, run.CollectorErrors, run.SettleErrors)
        {
            SourceFailures = run.SourceFailures,
        };
    }

    private async ValueTask<IStateStore> OpenStateAsync(CancellationToken cancellationToken)
    {
        PipelineOptions options = _graph.Options;
        if (options.State is { } given)
            return given;
        if (_state is not null)
            return _state;
        BotServices services = options.Services;
        if (services.StateFolder is not { } folder)
            return _state = new MemoryStateStore(services.Time);
        try
        {
            return _state = await FileStateStore.OpenAsync(new FileStateStoreOptions { Folder = FileStateStore.FolderFor(folder, options.Id) }, services.Time, _log, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            throw new PipelineConfigurationException([$"What the bots remember cannot be kept: {exception.Message}"]);
        }
    }

    private async Task StartBotsAsync(IEnumerable<GraphBot> bots, IBroker broker, CancellationToken cancellationToken)
    {
        var complaints = new List<string>();
        foreach (GraphBot bot in bots)
        {
            foreach (Bot instance in bot.Bots)
            {
                await StartGuardedAsync(bot, instance, broker, complaints, cancellationToken).ConfigureAwait(false);
            }
        }

        if (complaints.Count > 0)
            throw new PipelineConfigurationException(complaints);
    }

    private async ValueTask StartGuardedAsync(GraphBot bot, Bot instance, IBroker broker, List<string> complaints, CancellationToken cancellationToken)
    {
        try
        {
            await StartAsync(bot, instance, broker, complaints, cancellationToken).ConfigureAwait(false);
        }
        catch (BotConfigurationException exception)
        {
            complaints.AddRange(exception.Complaints.Select(complaint => $"{bot.Id}: {complaint}"));
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException && !_started.Contains(instance))
        {
            complaints.Add($"{bot.Id}: what it remembers cannot be read: {exception.Message}");
        }
    }

    private async ValueTask StartAsync(GraphBot bot, Bot instance, IBroker broker, List<string> complaints, CancellationToken cancellationToken)
    {
        // The state is attached for each run: what an earlier one did not store is forgotten.
        if (instance.State.IsUsed)
            await instance.State.AttachAsync(broker.State, bot.Id, cancellationToken).ConfigureAwait(false);
        if (_started.Contains(instance))
            return;
        if (instance is HoldingExpert { Held.IsDurable: false } && (broker.Traits & BrokerTraits.Durable) != 0)
            complaints.Add($"{bot.Id}: keeps events in memory, but the queues settle for good what it was handed: the broker needs state that outlives the process.");
        await instance.StartAsync(cancellationToken).ConfigureAwait(false);
        _started.Add(instance);
    }
}
