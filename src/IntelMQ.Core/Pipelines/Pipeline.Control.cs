using IntelMQ.Bots;
using IntelMQ.Messages;

namespace IntelMQ.Pipelines;

// What control changes of a pipeline.
public sealed partial class Pipeline
{
    private static readonly TimeSpan RejoinInterval = TimeSpan.FromSeconds(1);

    private readonly IEnumerable<BotDescriptor> _bots;
    private readonly PipelineControl _control;
    private PipelineGraph _compiled;
    private HashSet<string> _apart = [];

    /// <summary>What an operator does to the pipeline, while it runs or before.</summary>
    public IPipelineControl Control => _control;

    /// <summary>The pipeline in the shape in which it runs.</summary>
    internal PipelineGraph Graph => _graph;

    /// <summary>The queues; <see langword="null"/> while the pipeline does not run.</summary>
    internal IBroker? Broker => _run?.Context.Broker;

    /// <summary>The ids of bots that were stopped.</summary>
    internal IReadOnlySet<string> Stopped { get; private set; } = new HashSet<string>();

    /// <summary>Makes the pipeline another. Called by one caller at a time.</summary>
    /// <param name="definition">What it is to be.</param>
    /// <param name="stopped">Which of its bots do not run.</param>
    /// <param name="isMadeAnew">Which bots are made anew though nothing of them has changed.</param>
    /// <param name="outside">What bots may reach that the definition adds or changes; null for what the options say of all.</param>
    /// <exception cref="PipelineConfigurationException">It cannot work, and nothing was changed; or bots could not start, and are stopped.</exception>
    internal async Task ChangeAsync(PipelineDefinition definition, IEnumerable<string> stopped, Func<string, bool> isMadeAnew, OutsidePolicy? outside = null)
    {
        ThrowIfDisposed();
        DefinitionDiff diff = Definition.Diff(definition);
        var compiler = new DefinitionCompiler(definition, _bots, _graph.Options)
        {
            Reuse = bot => isMadeAnew(bot.Id) && !bot.IsInCode ? null : Unchanged(bot, diff),
            Outside = outside is null ? null : bot => ReachesMore(bot, diff) ? outside : _graph.Options.Outside,
        };
        if (compiler.Compile() is not { } compiled)
        {
            foreach (Bot made in compiler.Made)
                await made.DisposeAsync().ConfigureAwait(false);
            throw new PipelineConfigurationException(compiler.Complaints);
        }

        var ids = new HashSet<string>(compiled.Order.Select(static bot => bot.Id), StringComparer.Ordinal);
        var waiting = new HashSet<string>(stopped.Where(ids.Contains), StringComparer.Ordinal);
        Bot[] leaving = [.. _compiled.Bots.SelectMany(static bot => bot.Bots).Except(compiled.Bots.SelectMany(static bot => bot.Bots), ReferenceEqualityComparer.Instance).Cast<Bot>()];
        foreach (GraphBot bot in compiled.Bots)
            bot.Meter.Attach(_instruments);
        if (_run is not { } run)
        {
            await LetGoAsync(leaving).ConfigureAwait(false);
            Adopt(definition, compiled, waiting, GraphShaper.Shape(compiled, waiting, _apart, _graph));
            return;
        }

        var complaints = new List<string>();
        PipelineGraph proposed = GraphShaper.Shape(compiled, waiting, new HashSet<string>(), _graph);
        // What is apart stays so until its queue is seen to be empty while its senders rest.
        await run.ReshapeAsync(proposed, async () =>
        {
            await LetGoAsync(leaving).ConfigureAwait(false);
            foreach (GraphBot bot in compiled.Bots.Where(bot => !waiting.Contains(bot.Id)))
            {
                if (!await TryStartAsync(bot, run.Context.Broker, complaints).ConfigureAwait(false))
                    waiting.Add(bot.Id);
            }

            _apart = await FindApartAsync(run.Context.Broker, proposed).ConfigureAwait(false);
            Adopt(definition, compiled, waiting, GraphShaper.Shape(compiled, waiting, _apart, _graph));
            return _graph;
        }).ConfigureAwait(false);
        if (complaints.Count > 0)
            throw new PipelineConfigurationException(complaints);
    }

    /// <summary>Whether a bot that runs apart has nothing waiting in its queue.</summary>
    internal async ValueTask<bool> MayRejoinAsync(CancellationToken cancellationToken)
    {
        if (_run is not { } run)
            return false;
        foreach (string id in _apart)
        {
            if (_graph.Find(id) is { RunsHere: true } bot && (await run.Context.Broker.GetStatusAsync(bot.Definition.Queue, cancellationToken).ConfigureAwait(false)).Count == 0)
                return true;
        }

        return false;
    }

    internal async ValueTask<long> ClearAsync(QueueName queue, CancellationToken cancellationToken)
    {
        IBroker broker = Broker ?? throw new InvalidOperationException($"The pipeline {Id} is not running, so its queues are not open.");
        long removed = await broker.ClearAsync(queue, cancellationToken).ConfigureAwait(false);
        _graph.Stages.FirstOrDefault(stage => stage.Queue == queue)?.Depth.Add(-(int)removed);
        return removed;
    }

    internal Task<BotTrial> TryAsync(string botId, Message message, CancellationToken cancellationToken)
        => BotTrialRun.RunAsync(Definition, _bots, _graph.Options, botId, message, cancellationToken);

    // A bot of which a failure is to be the last.
    private void StopAfterError(string bot) => _ = StopAfterErrorAsync(bot);

    private async Task StopAfterErrorAsync(string bot)
    {
        try
        {
            PipelineLog.StoppedAfterError(_log, bot);
            await Task.Run(() => _control.StopAsync(BotSelection.Bot(bot))).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Nobody waits for this; a run that ends meanwhile stops all bots.
        catch (Exception exception)
        {
            PipelineLog.NotStopped(_log, bot, exception.Message);
        }
#pragma warning restore CA1031
    }

    private async Task RejoinAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(RejoinInterval, TimeProvider.System, cancellationToken).ConfigureAwait(false);
                if (_apart.Count > 0)
                    await _control.RejoinAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The run has ended.
        }
    }

    private static bool IsChanged(BotDefinition bot, DefinitionDiff diff, BotAspects aspects)
        => diff.Changed.Any(change => change.Id == bot.Id && (change.Aspects & aspects) != 0);

    // What a bot reaches that is in the pipeline already was judged when it came, or is the operator's.
    private static bool ReachesMore(BotDefinition bot, DefinitionDiff diff)
        => diff.Added.Any(added => added.Id == bot.Id) || IsChanged(bot, diff, BotAspects.Module | BotAspects.Parameters);

    private GraphBot? Unchanged(BotDefinition bot, DefinitionDiff diff)
    {
        const BotAspects Made = BotAspects.Module | BotAspects.Parameters | BotAspects.Placement | BotAspects.Schedule;
        if (diff.Parameters.Count > 0 || diff.Settings.Count > 0 || IsChanged(bot, diff, Made))
            return null;
        return _compiled.Find(bot.Id) is { Bots.Length: > 0 } known ? known : null;
    }

    private void Adopt(PipelineDefinition definition, PipelineGraph compiled, HashSet<string> stopped, PipelineGraph shape)
    {
        Definition = definition;
        _compiled = compiled;
        Stopped = stopped;
        _graph = shape;
    }

    // Objects that the program has made are the program's.
    private async ValueTask LetGoAsync(IEnumerable<Bot> leaving)
    {
        foreach (Bot bot in leaving)
        {
            _started.Remove(bot);
            await bot.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask<bool> TryStartAsync(GraphBot bot, IBroker broker, List<string> complaints)
    {
        int before = complaints.Count;
        foreach (Bot instance in bot.Bots.Where(instance => !_started.Contains(instance)))
            await StartGuardedAsync(bot, instance, broker, complaints, CancellationToken.None).ConfigureAwait(false);
        for (int i = before; i < complaints.Count; i++)
            bot.Meter.NoteError(complaints[i], _graph.Options.Services.Time.GetUtcNow());
        return complaints.Count == before;
    }

    // A bot joins its sender only where nothing waits in its own queue.
    private static async ValueTask<HashSet<string>> FindApartAsync(IBroker broker, PipelineGraph proposed)
    {
        var apart = new HashSet<string>(StringComparer.Ordinal);
        IReadOnlyList<QueueName> queues = await broker.ListQueuesAsync(CancellationToken.None).ConfigureAwait(false);
        foreach (GraphBot member in proposed.Stages.SelectMany(static stage => stage.Members.Skip(1)))
        {
            QueueName queue = member.Definition.Queue;
            if (queues.Contains(queue) && (await broker.GetStatusAsync(queue, CancellationToken.None).ConfigureAwait(false)).Count > 0)
                apart.Add(member.Id);
        }

        return apart;
    }
}
