using System.Runtime.ExceptionServices;
using IntelMQ.Messages;
using IntelMQ.State;

namespace IntelMQ.Bots;

/// <summary>A bot that looks at many events at once, since its service takes many keys in one request.</summary>
public abstract class BatchExpert : Bot
{
    /// <summary>Creates the expert.</summary>
    protected BatchExpert()
        : this(BotServices.Default)
    {
    }

    /// <summary>Creates the expert.</summary>
    protected BatchExpert(BotServices services)
        : base(services)
    {
    }

    /// <summary>Creates the expert.</summary>
    /// <param name="options">The parameters; checked here.</param>
    /// <param name="services">What the host hands to the bot.</param>
    /// <exception cref="BotConfigurationException">The parameters cannot be used; all complaints at once.</exception>
    protected BatchExpert(BotOptions options, BotServices services)
        : base(options, services, StateKinds.None)
    {
    }

    /// <summary>The most events that one call is handed.</summary>
    public virtual int MaxBatch => 100;

    /// <summary>Looks at events, may change them, and sets each one's verdict.</summary>
    public abstract ValueTask ProcessAsync(IReadOnlyList<BatchItem> batch, CancellationToken cancellationToken);

    /// <summary>
    /// Looks at one event without a pipeline. The first call starts the bot, so <see cref="Bot.StartAsync"/> is not called beside it; what it throws
    /// leaves the event as it was.
    /// </summary>
    /// <param name="message">The event, which may be changed.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Where the event goes.</returns>
    /// <exception cref="BotConfigurationException">The bot cannot work with its parameters; all complaints at once.</exception>
    public async ValueTask<Verdict> ApplyAsync(Event message, CancellationToken cancellationToken = default)
    {
        var item = new BatchItem(message);
        await StartOnceAsync(cancellationToken).ConfigureAwait(false);
        MessageState before = message.Save();
        try
        {
            await ProcessAsync([item], cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            message.Restore(before);
            throw;
        }

        if (item.Error is not { } error)
            return item.Verdict;
        message.Restore(before);
        ExceptionDispatchInfo.Throw(error);
        return default;
    }
}

/// <summary>One event of a batch.</summary>
public sealed class BatchItem
{
    /// <summary>Creates the item.</summary>
    public BatchItem(Event message)
    {
        ArgumentNullException.ThrowIfNull(message);
        Event = message;
    }

    /// <summary>The event.</summary>
    public Event Event { get; }

    /// <summary>Where it goes; keep by default.</summary>
    public Verdict Verdict { get; set; }

    /// <summary>What went wrong with this event alone; <see langword="null"/> where nothing did.</summary>
    public Exception? Error { get; set; }
}
