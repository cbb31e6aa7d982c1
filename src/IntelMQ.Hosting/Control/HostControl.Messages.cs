using System.Text;
using IntelMQ.Bots;
using IntelMQ.Messages;
using IntelMQ.Pipelines;

namespace IntelMQ.Hosting.Control;

// What is done with single messages.
internal sealed partial class HostControl
{
    public ValueTask<IReadOnlyList<HostMessage>> PeekAsync(string queue, int max, CancellationToken cancellationToken = default)
        => GuardAsync<IReadOnlyList<HostMessage>>(async () =>
        {
            if (!await IsThereAsync(queue, cancellationToken).ConfigureAwait(false))
                return [];
            return [.. (await pipeline.Control.PeekAsync(new QueueName(queue), Math.Clamp(max, 1, IHostControl.MaxPeek), cancellationToken).ConfigureAwait(false)).Select(Of)];
        });

    public ValueTask<HostMessage?> TakeAsync(string queue, CancellationToken cancellationToken = default)
        => GuardAsync(async () =>
        {
            if (!await IsThereAsync(queue, cancellationToken).ConfigureAwait(false))
                return null;
            return await pipeline.Control.TakeAsync(new QueueName(queue), cancellationToken).ConfigureAwait(false) is { } message ? new HostMessage(message.ToString()) : null;
        });

    public ValueTask PutAsync(string queue, string message, CancellationToken cancellationToken = default)
        => new(GuardAsync(async () =>
        {
            await IsThereAsync(queue, cancellationToken).ConfigureAwait(false);
            BotDefinition? reader = pipeline.Definition.Bots.FirstOrDefault(bot => bot.Queue.Value == queue);
            Message read = Read(message, KindOf(reader?.Id) == BotKind.Parser ? "Report" : "Event");
            await pipeline.Control.PutAsync(new QueueName(queue), read, cancellationToken).ConfigureAwait(false);
            return true;
        }).AsTask());

    public ValueTask<IReadOnlyList<string>> SendAsync(string botId, string message, string path, CancellationToken cancellationToken = default)
        => GuardAsync(async () =>
        {
            BotDefinition bot = Find(botId);
            Message read = Read(message, KindOf(botId) == BotKind.Collector ? "Report" : "Event");
            return await SendAsync(bot, read, path, cancellationToken).ConfigureAwait(false);
        });

    public ValueTask<long> ClearAsync(string queue, CancellationToken cancellationToken = default)
        => GuardAsync(async () => await IsThereAsync(queue, cancellationToken).ConfigureAwait(false) ? await pipeline.Control.ClearAsync(new QueueName(queue), cancellationToken).ConfigureAwait(false) : 0);

    public ValueTask<HostTrial> TryAsync(string botId, string? message, CancellationToken cancellationToken = default)
        => GuardAsync(async () => Of(await TryOneAsync(Find(botId), message, isWhole: false, cancellationToken).ConfigureAwait(false)));

    public ValueTask<HostTrial> ProcessAsync(string botId, string? message, CancellationToken cancellationToken = default)
        => GuardAsync(async () =>
        {
            BotDefinition bot = Find(botId);
            PipelineStatus status = await pipeline.Control.GetStatusAsync(cancellationToken).ConfigureAwait(false);
            if (!status.IsRunning)
                throw NotRunning();
            bool isRunning = status.Bots.First(one => one.Id == botId).Activity == BotActivity.Running;
            // Nobody else may take the message meanwhile, and it is taken last: an end in between leaves it where it was.
            if (isRunning)
                await pipeline.Control.StopAsync(BotSelection.Bot(botId), cancellationToken).ConfigureAwait(false);
            try
            {
                BotTrial trial = await TryOneAsync(bot, message, isWhole: true, cancellationToken).ConfigureAwait(false);
                foreach ((string path, Message sent) in trial.Sent)
                    await SendAsync(bot, sent, path, CancellationToken.None).ConfigureAwait(false);
                if (trial.Failures.Count > 0)
                    await pipeline.Failures.AddAsync(trial.Failures, CancellationToken.None).ConfigureAwait(false);
                if (message is null)
                    await pipeline.Control.TakeAsync(bot.Queue, CancellationToken.None).ConfigureAwait(false);
                return Of(trial);
            }
            finally
            {
                if (isRunning)
                    await pipeline.Control.StartAsync(BotSelection.Bot(botId), CancellationToken.None).ConfigureAwait(false);
            }
        });

    private static HostMessage Of(Delivery delivery)
        => delivery.Message is { } message ? new HostMessage(message.ToString()) : new HostMessage(delivery.Unreadable!.Message.ToString(), delivery.Unreadable.Reason);

    private static HostTrial Of(BotTrial trial) => new(
        [.. trial.Sent.Select(static sent => new HostSent(sent.Path, sent.Message.ToString()))],
        [.. trial.Failures.Select(static failure => failure.ToString())],
        trial.Log);

    private async Task<BotTrial> TryOneAsync(BotDefinition bot, string? message, bool isWhole, CancellationToken cancellationToken)
    {
        if (message is not null)
            return await pipeline.Control.TryAsync(bot.Id, Read(message, KindOf(bot.Id) == BotKind.Parser ? "Report" : "Event"), cancellationToken).ConfigureAwait(false);
        IReadOnlyList<Delivery> oldest = await IsThereAsync(bot.Queue.Value, cancellationToken).ConfigureAwait(false) ? await pipeline.Control.PeekAsync(bot.Queue, 1, cancellationToken).ConfigureAwait(false) : [];
        if (oldest is not [var delivery])
            throw new ControlException(ControlFault.NotFound, $"No message waits in '{bot.Queue}'.");
        if (delivery.Message is not { } waiting)
            throw new ControlException(ControlFault.Invalid, $"What waits in '{bot.Queue}' is no message: {delivery.Unreadable!.Reason}");
        if (isWhole && delivery.Checkpoint > 0)
            throw new ControlException(ControlFault.Refused, $"The report that waits in '{bot.Queue}' is done in part: start {bot.Id}, so that it does the rest.");
        return await pipeline.Control.TryAsync(bot.Id, waiting, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<IReadOnlyList<string>> SendAsync(BotDefinition bot, Message message, string path, CancellationToken cancellationToken)
    {
        string[] queues = [.. bot.To(path).Select(id => pipeline.Definition.Find(id)?.Queue.Value ?? QueueName.Of(id).Value)];
        // What a bot sends along a path that leads nowhere is dropped; by hand only the default one has to lead somewhere.
        if (queues.Length == 0 && path == BotPath.Default)
            throw new ControlException(ControlFault.NotFound, $"{bot.Id} sends to nobody along '{path}'.");
        foreach (string queue in queues)
            await pipeline.Control.PutAsync(new QueueName(queue), message, cancellationToken).ConfigureAwait(false);
        return queues;
    }

    // A queue of a bot that runs in another's thread is not there as long as nothing waits in it.
    private async ValueTask<bool> IsThereAsync(string queue, CancellationToken cancellationToken)
    {
        PipelineStatus status = await pipeline.Control.GetStatusAsync(cancellationToken).ConfigureAwait(false);
        if (!status.IsRunning)
            throw NotRunning();
        if (status.Orphans.Contains(new QueueName(queue)))
            return true;
        BotStatus? reader = status.Bots.FirstOrDefault(bot => bot.Kind != BotKind.Collector && pipeline.Definition.Find(bot.Id)?.Queue.Value == queue);
        return reader is null ? throw new ControlException(ControlFault.NotFound, $"There is no queue '{queue}'.") : reader.Queue is not null;
    }

    private Message Read(string message, string type)
        => new MessageReader(schema).TryRead(Encoding.UTF8.GetBytes(message), type, out Message? read, out MessageError? error)
            ? read
            : throw new ControlException(ControlFault.Invalid, $"The message cannot be read: {error}.");
}
