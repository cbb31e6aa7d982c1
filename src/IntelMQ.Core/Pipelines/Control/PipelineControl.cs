using IntelMQ.Bots;
using IntelMQ.Messages;

namespace IntelMQ.Pipelines;

/// <summary>Carries out an operator's commands, one after the other.</summary>
internal sealed class PipelineControl(Pipeline pipeline) : IPipelineControl, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    public PipelineDefinition Definition => pipeline.Definition;

    public async ValueTask<PipelineStatus> GetStatusAsync(CancellationToken cancellationToken = default)
    {
        PipelineGraph graph = pipeline.Graph;
        IBroker? broker = pipeline.Broker;
        IReadOnlyList<QueueName> queues = broker is null ? [] : await broker.ListQueuesAsync(cancellationToken).ConfigureAwait(false);
        var bots = new List<BotStatus>();
        foreach (GraphBot bot in graph.Order)
        {
            QueueStatus? queue = bot.Kind != BotKind.Collector && queues.Contains(bot.Definition.Queue)
                ? await StatusOfAsync(broker!, bot, cancellationToken).ConfigureAwait(false)
                : null;
            bots.Add(new BotStatus(bot.Id, bot.Kind, ActivityOf(bot), bot.Meter.Snapshot(), queue, bot.Stage?.Head.Id ?? bot.Id, bot.Meter.LastError));
        }

        QueueName[] orphans = [.. queues.Except(graph.Order.Select(static bot => bot.Definition.Queue))];
        return new PipelineStatus(pipeline.Id, graph.Options.Services.Time.GetUtcNow(), broker is not null, bots, orphans);
    }

    public Task StartAsync(BotSelection bots, CancellationToken cancellationToken = default)
        => InTurnAsync(bots, ids => pipeline.ChangeAsync(pipeline.Definition, pipeline.Stopped.Except(ids), static _ => false), cancellationToken);

    public Task StopAsync(BotSelection bots, CancellationToken cancellationToken = default)
        => InTurnAsync(bots, ids => pipeline.ChangeAsync(pipeline.Definition, pipeline.Stopped.Union(ids), static _ => false), cancellationToken);

    public Task RestartAsync(BotSelection bots, CancellationToken cancellationToken = default)
        => InTurnAsync(bots, ids => pipeline.ChangeAsync(pipeline.Definition, pipeline.Stopped.Except(ids), ids.Contains), cancellationToken);

    public Task ReloadAsync(BotSelection bots, CancellationToken cancellationToken = default)
        => InTurnAsync(bots, ids => pipeline.ChangeAsync(pipeline.Definition, pipeline.Stopped, ids.Contains), cancellationToken);

    public Task<DefinitionDiff> ApplyAsync(PipelineDefinition definition, CancellationToken cancellationToken = default)
        => ApplyHeldAsync(definition, null, cancellationToken);

    public Task<DefinitionDiff> ApplyAsync(PipelineDefinition definition, OutsidePolicy outside, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(outside);
        return ApplyHeldAsync(definition, outside, cancellationToken);
    }

    private async Task<DefinitionDiff> ApplyHeldAsync(PipelineDefinition definition, OutsidePolicy? outside, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(definition);
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            DefinitionDiff diff = pipeline.Definition.Diff(definition);
            await pipeline.ChangeAsync(definition, pipeline.Stopped, static _ => false, outside).ConfigureAwait(false);
            return diff;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Has bots that run apart join their senders again, where nothing waits in their queues any more.</summary>
    public async Task RejoinAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (await pipeline.MayRejoinAsync(cancellationToken).ConfigureAwait(false))
                await pipeline.ChangeAsync(pipeline.Definition, pipeline.Stopped, static _ => false).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    public ValueTask<IReadOnlyList<Delivery>> PeekAsync(QueueName queue, int max, CancellationToken cancellationToken = default)
        => RunningBroker().PeekAsync(queue, max, cancellationToken);

    public async ValueTask<Message?> TakeAsync(QueueName queue, CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            IBroker broker = RunningBroker();
            if ((await broker.PeekAsync(queue, 1, cancellationToken).ConfigureAwait(false)).Count == 0)
                return null;
            // A second reader would be given what the bot works on just now, once more.
            return ReaderOf(queue) is { RunsHere: true } reader
                ? await WhileRestsAsync(reader, () => QueueHand.TakeAsync(broker, queue, pipeline.Graph, CancellationToken.None)).ConfigureAwait(false)
                : await QueueHand.TakeAsync(broker, queue, pipeline.Graph, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask PutAsync(QueueName queue, Message message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            IBroker broker = RunningBroker();
            if (ReaderOf(queue) is { Stage: null } unread)
                await broker.DeclareAsync(DeclarationOf(unread), cancellationToken).ConfigureAwait(false);
            // A bot in its sender's thread reads no queue: it comes apart for what is put into it, and joins again when that is done.
            if (ReaderOf(queue) is { Stage: { } stage } reader && stage.Head != reader)
            {
                await WhileRestsAsync<object?>(reader, async () =>
                {
                    await QueueHand.PutAsync(broker, queue, message, pipeline.Graph, CancellationToken.None).ConfigureAwait(false);
                    return null;
                }).ConfigureAwait(false);
                return;
            }

            await QueueHand.PutAsync(broker, queue, message, pipeline.Graph, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    public ValueTask<long> ClearAsync(QueueName queue, CancellationToken cancellationToken = default) => pipeline.ClearAsync(queue, cancellationToken);

    public Task<BotTrial> TryAsync(string botId, Message message, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(botId);
        ArgumentNullException.ThrowIfNull(message);
        _ = BotSelection.Bot(botId).In(pipeline.Graph);
        return pipeline.TryAsync(botId, message, cancellationToken);
    }

    public void Dispose() => _turn.Dispose();

    private static async ValueTask<QueueStatus?> StatusOfAsync(IBroker broker, GraphBot bot, CancellationToken cancellationToken)
    {
        try
        {
            return await broker.GetStatusAsync(bot.Definition.Queue, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidOperationException)
        {
            // Listed, but not declared here, since nobody of this run reads it or sends to it; or an earlier definition's, with other parts.
            try
            {
                await broker.DeclareAsync(DeclarationOf(bot), cancellationToken).ConfigureAwait(false);
                return await broker.GetStatusAsync(bot.Definition.Queue, cancellationToken).ConfigureAwait(false);
            }
            catch (InvalidOperationException)
            {
                return null;
            }
        }
    }

    private static QueueDeclaration DeclarationOf(GraphBot bot) => new(bot.Definition.Queue, null, bot.Setup.PartitionBy is null ? 1 : Stage.Parts);

    private async Task InTurnAsync(BotSelection bots, Func<HashSet<string>, Task> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(bots);
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await change([.. bots.In(pipeline.Graph)]).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    private GraphBot? ReaderOf(QueueName queue) => pipeline.Graph.Order.FirstOrDefault(bot => bot.Kind != BotKind.Collector && bot.Definition.Queue == queue);

    private async ValueTask<T> WhileRestsAsync<T>(GraphBot bot, Func<ValueTask<T>> work)
    {
        string[] stopped = [.. pipeline.Stopped];
        await pipeline.ChangeAsync(pipeline.Definition, stopped.Append(bot.Id), static _ => false).ConfigureAwait(false);
        try
        {
            return await work().ConfigureAwait(false);
        }
        finally
        {
            await pipeline.ChangeAsync(pipeline.Definition, stopped, static _ => false).ConfigureAwait(false);
        }
    }

    private IBroker RunningBroker() => pipeline.Broker ?? throw new InvalidOperationException($"The pipeline {pipeline.Id} is not running, so its queues are not open.");

    private BotActivity ActivityOf(GraphBot bot) => bot switch
    {
        { Definition.IsForeign: true } => BotActivity.Foreign,
        { Definition.IsEnabled: false } => BotActivity.Disabled,
        { IsStopped: true } => BotActivity.Stopped,
        _ => pipeline.Broker is null ? BotActivity.Idle : BotActivity.Running,
    };
}
