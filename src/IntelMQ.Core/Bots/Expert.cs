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
}
