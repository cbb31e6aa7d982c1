using IntelMQ.Messages;
using IntelMQ.State;

namespace IntelMQ.Bots;

/// <summary>A bot that looks at one event at a time, without waiting for anything: enriches, changes, judges.</summary>
/// <remarks>
/// An exception makes a failure of the event, and the host brings the event back to what it was. A bot whose
/// <see cref="Bot.Concurrency"/> is <see cref="BotConcurrency.Stateless"/> is called by many threads at once.
/// </remarks>
public abstract class Expert : Bot
{
    /// <summary>Creates the expert.</summary>
    protected Expert()
        : this(BotServices.Default)
    {
    }

    /// <summary>Creates the expert.</summary>
    protected Expert(BotServices services)
        : base(services, StateKinds.Keys | StateKinds.Values)
    {
    }

    /// <summary>Creates the expert.</summary>
    /// <param name="options">The parameters; checked here.</param>
    /// <param name="services">What the host hands to the bot.</param>
    /// <exception cref="BotConfigurationException">The parameters cannot be used; all complaints at once.</exception>
    protected Expert(BotOptions options, BotServices services)
        : base(options, services, StateKinds.Keys | StateKinds.Values)
    {
    }

    /// <summary>Looks at an event and may change it.</summary>
    /// <returns>Where the event goes.</returns>
    public abstract Verdict Process(Event message);

    /// <summary>
    /// Looks at one event without a pipeline. The first call starts the bot, so <see cref="Bot.StartAsync"/> is not called beside it; what it throws
    /// leaves the event as it was.
    /// </summary>
    /// <param name="message">The event, which may be changed.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Where the event goes.</returns>
    /// <exception cref="BotConfigurationException">The bot cannot work with its parameters; all complaints at once.</exception>
    /// <example><code>await new TaxonomyExpert().ApplyAsync(message);</code></example>
    public async ValueTask<Verdict> ApplyAsync(Event message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        await StartOnceAsync(cancellationToken).ConfigureAwait(false);
        MessageState before = message.Save();
        try
        {
            return Process(message);
        }
        catch
        {
            message.Restore(before);
            throw;
        }
    }
}
