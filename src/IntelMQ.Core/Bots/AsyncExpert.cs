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
}
