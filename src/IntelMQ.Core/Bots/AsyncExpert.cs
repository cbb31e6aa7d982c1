using IntelMQ.Messages;
using IntelMQ.State;

namespace IntelMQ.Bots;

/// <summary>A bot that looks at one event at a time and waits for a service. Hosts have several events in work at once, and begin others while the oldest waits.</summary>
public abstract class AsyncExpert : Bot
{
    /// <summary>Creates the expert.</summary>
    protected AsyncExpert()
        : this(BotServices.Default)
    {
    }

    /// <summary>Creates the expert.</summary>
    protected AsyncExpert(BotServices services)
        : base(services)
    {
    }

    /// <summary>Creates the expert.</summary>
    /// <param name="options">The parameters; checked here.</param>
    /// <param name="services">What the host hands to the bot.</param>
    /// <exception cref="BotConfigurationException">The parameters cannot be used; all complaints at once.</exception>
    protected AsyncExpert(BotOptions options, BotServices services)
        : base(options, services, StateKinds.None)
    {
    }

    /// <summary>How many events may be in work at once.</summary>
    public virtual int MaxInFlight => 16;

    /// <summary>Looks at an event and may change it.</summary>
    /// <returns>Where the event goes.</returns>
    public abstract ValueTask<Verdict> ProcessAsync(Event message, CancellationToken cancellationToken);

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
        ArgumentNullException.ThrowIfNull(message);
        await StartOnceAsync(cancellationToken).ConfigureAwait(false);
        MessageState before = message.Save();
        try
        {
            return await ProcessAsync(message, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            message.Restore(before);
            throw;
        }
    }
}
