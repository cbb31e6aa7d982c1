using IntelMQ.Messages;
using IntelMQ.State;

namespace IntelMQ.Bots;

/// <summary>
/// A bot that keeps events and hands them out later, when their time has come: aggregates, delays, waits for a counterpart. Hosts wake
/// it by the clock, whether other events arrive or not.
/// </summary>
/// <remarks>
/// <para>
/// Nothing that is held is lost. Where the host's state outlives the process, held events are part of it: stored before the input they
/// came from is put away, and removed when what came of them is stored for good. So they survive a stop and a crash. That is why a state
/// is kept and not the input itself: a window may be hours long and take in millions of events, which no queue could hold back.
/// Where state ends with the process, the reports that held events came from stay unsettled until what came of them is stored;
/// collectors with an interval wait for that, and when the input ends or a host stops in good order, all is handed out before its time.
/// Queues that outlive the process know no such reports, so a pipeline on them refuses the bot where its state does not.
/// </para>
/// <para>
/// Delivery is at least once, as everywhere: after a crash at the wrong moment an event is counted, or handed out, a second time.
/// </para>
/// </remarks>
public abstract class HoldingExpert : Bot
{
    /// <summary>Creates the expert.</summary>
    /// <param name="services">What the host hands to the bot.</param>
    /// <param name="capacity">How many events are held at most; of more, the one whose time comes next is due at once.</param>
    protected HoldingExpert(BotServices services, int capacity)
        : base(services, StateKinds.Values)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        Held = new HeldEvents(State, services, capacity);
    }

    /// <summary>Creates the expert.</summary>
    /// <param name="options">The parameters; checked here.</param>
    /// <param name="services">What the host hands to the bot.</param>
    /// <param name="capacity">How many events are held at most; of more, the one whose time comes next is due at once.</param>
    /// <exception cref="BotConfigurationException">The parameters cannot be used; all complaints at once.</exception>
    protected HoldingExpert(BotOptions options, BotServices services, int capacity)
        : base(options, services, StateKinds.Values)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        Held = new HeldEvents(State, services, capacity);
    }

    /// <summary>What is held. Hosts take from it what is due.</summary>
    public HeldEvents Held { get; }

    /// <inheritdoc/>
    public sealed override BotConcurrency Concurrency => BotConcurrency.Single;

    /// <summary>Looks at an event, and holds it (<see cref="HeldEvents.Hold"/>) where it is to go on later.</summary>
    /// <returns>Where the event goes now; <see cref="Verdict.Drop"/> where it is held or counted into another.</returns>
    public abstract Verdict Process(Event message);

    /// <summary>Makes the event that is sent when the time of a held one has come, or the input ends.</summary>
    /// <returns>An event of its own (<see cref="Event.Clone"/>); <see langword="null"/> where nothing is sent.</returns>
    public abstract Event? Release(HeldEvent held);
}
