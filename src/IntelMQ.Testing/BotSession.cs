using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Messages;

namespace IntelMQ.Testing;

/// <summary>
/// A started bot that is handed messages one after the other, as a host would: an expert that throws leaves the event as it came and a
/// failure, and each message goes out as a copy of its own. What the bot remembers is in memory, as long as the session lasts.
/// </summary>
public sealed class BotSession : IAsyncDisposable
{
    private readonly Bot _bot;

    private BotSession(Bot bot, LogCollector? logs)
    {
        _bot = bot;
        Run = new BotRun(logs);
    }

    /// <summary>What came out since the start.</summary>
    public BotRun Run { get; }

    /// <summary>Starts a bot.</summary>
    /// <param name="bot">The bot; the session disposes of it.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="BotConfigurationException">The bot cannot work with its parameters.</exception>
    public static Task<BotSession> StartAsync(Bot bot, CancellationToken cancellationToken = default) => StartAsync(bot, null, cancellationToken);

    /// <summary>Starts a bot whose services collect its logs.</summary>
    /// <param name="bot">The bot; the session disposes of it.</param>
    /// <param name="logs">What the bot logs to.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="BotConfigurationException">The bot cannot work with its parameters.</exception>
    public static async Task<BotSession> StartAsync(Bot bot, LogCollector? logs, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(bot);
        try
        {
            await bot.StartAsync(cancellationToken).ConfigureAwait(false);
            return new BotSession(bot, logs);
        }
        catch
        {
            await bot.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Lets a collector fetch once; each report is settled as soon as it is kept.</summary>
    public async Task CollectAsync(CancellationToken cancellationToken = default)
    {
        if (_bot is not Collector collector)
            throw new InvalidOperationException($"{_bot.GetType().Name} is no collector: hand it a message.");
        await foreach (CollectedReport collected in collector.CollectAsync(cancellationToken).ConfigureAwait(false))
        {
            if (collected.Failure is { } failure)
                Run.Add(failure);
            else
                Run.Add(BotPath.Default, collected.Report);
            await collected.SettleAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Hands a message to the bot.</summary>
    /// <param name="message">A report for a parser, an event for an expert or output; the other kind is converted first.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public Task SendAsync(Message message, CancellationToken cancellationToken = default) => SendAsync([message], cancellationToken);

    /// <summary>Hands messages to the bot: at once where it takes batches, otherwise one after the other.</summary>
    /// <param name="messages">Reports for a parser, events for an expert or output; the other kind is converted first.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task SendAsync(IReadOnlyList<Message> messages, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        switch (_bot)
        {
            case Parser parser:
                foreach (Message message in messages)
                    Parse(parser, Conversions.ToReport(message), cancellationToken);
                break;
            case Expert or AsyncExpert:
                foreach (Message message in messages)
                    await ProcessAsync(message, cancellationToken).ConfigureAwait(false);
                break;
            case HoldingExpert expert:
                foreach (Message message in messages)
                    Hold(expert, message);
                break;
            case BatchExpert expert:
                foreach (Message[] batch in messages.Chunk(expert.MaxBatch))
                    await ProcessAsync(expert, batch, cancellationToken).ConfigureAwait(false);
                break;
            case Output output:
                await output.SendAsync([.. messages.Select(Conversions.ToEvent)], cancellationToken).ConfigureAwait(false);
                break;
            default:
                throw new InvalidOperationException($"{_bot.GetType().Name} takes no messages.");
        }
    }

    /// <summary>Lets an expert that keeps events hand out those that are due by its clock, as a host does when their time has come.</summary>
    /// <exception cref="InvalidOperationException">The bot keeps no events.</exception>
    public void ReleaseDue() => Release(static held => held.TakeDue(int.MaxValue));

    /// <summary>
    /// Ends the input: an expert that keeps events hands out all, as in a host whose state ends with the process. Other bots have nothing to
    /// do then.
    /// </summary>
    public void EndInput()
    {
        if (_bot is HoldingExpert)
            Release(static held => held.TakeAll(int.MaxValue));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _bot.DisposeAsync();

    private void Parse(Parser parser, Report report, CancellationToken cancellationToken)
    {
        foreach (ParsedItem item in parser.Read(report))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (item.Event is { } parsed)
                Run.Add(BotPath.Default, parsed);
            else if (item.Failure is { } failure)
                Run.Add(failure);
        }
    }

    private async Task ProcessAsync(Message message, CancellationToken cancellationToken)
    {
        Event work = Conversions.ToEvent(message);
        MessageState before = work.Save();
        try
        {
            Verdict verdict = _bot is Expert expert
                ? expert.Process(work)
                : await ((AsyncExpert)_bot).ProcessAsync(work, cancellationToken).ConfigureAwait(false);
            Send(work, verdict, message is Report);
        }
#pragma warning disable CA1031 // Whatever an expert throws is a failure of its event, as in a host.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            work.Restore(before);
            Run.Add(FailureOf(work, exception));
        }
#pragma warning restore CA1031
    }

    private void Hold(HoldingExpert expert, Message message)
    {
        ReleaseDue();
        Event work = Conversions.ToEvent(message);
        MessageState before = work.Save();
        try
        {
            Send(work, expert.Process(work), message is Report);
        }
#pragma warning disable CA1031 // As above.
        catch (Exception exception)
        {
            work.Restore(before);
            Run.Add(FailureOf(work, exception));
        }
#pragma warning restore CA1031
    }

    private void Release(Func<HeldEvents, IReadOnlyList<HeldEvent>> take)
    {
        if (_bot is not HoldingExpert expert)
            throw new InvalidOperationException($"{_bot.GetType().Name} keeps no events.");
        foreach (HeldEvent held in take(expert.Held))
        {
            try
            {
                if (expert.Release(held) is { } released)
                    Run.Add(BotPath.Default, released);
            }
#pragma warning disable CA1031 // As above.
            catch (Exception exception)
            {
                Run.Add(FailureOf(held.Event.Clone(), exception));
            }
#pragma warning restore CA1031
        }
    }

    private async Task ProcessAsync(BatchExpert expert, Message[] messages, CancellationToken cancellationToken)
    {
        var items = Array.ConvertAll(messages, static message => new BatchItem(Conversions.ToEvent(message)));
        var states = Array.ConvertAll(items, static item => item.Event.Save());
        Exception? broken = null;
        try
        {
            await expert.ProcessAsync(items, cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // As above, for the whole batch.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            broken = exception;
        }
#pragma warning restore CA1031

        for (int i = 0; i < items.Length; i++)
        {
            if ((broken ?? items[i].Error) is { } error)
            {
                items[i].Event.Restore(states[i]);
                Run.Add(FailureOf(items[i].Event, error));
            }
            else
            {
                Send(items[i].Event, items[i].Verdict, messages[i] is Report);
            }
        }
    }

    private static Failure FailureOf(Event message, Exception exception)
        => new(message, string.IsNullOrEmpty(exception.Message) ? exception.GetType().Name : exception.Message) { Exception = exception };

    private void Send(Event message, Verdict verdict, bool asReport)
    {
        IReadOnlyList<string> paths = verdict.Paths;
        for (int i = 0; i < paths.Count; i++)
        {
            Event copy = i == paths.Count - 1 ? message : message.Clone();
            Run.Add(paths[i], asReport ? new Report(copy) : copy);
        }
    }
}
