using IntelMQ.Messages;

namespace IntelMQ.Bots;

/// <summary>
/// A bot that keeps events and hands them out later, when their time has come: aggregates, delays, waits for a counterpart. Hosts wake
/// it by the clock, whether other events arrive or not.
/// </summary>
/// <remarks>
/// <para>
/// Nothing that is held is lost. With a state file (<see cref="HeldEvents.File"/>) everything held is on disk before the input it came
/// from is settled, and leaves the file when what came of it is stored for good; so it survives a stop and a crash. That is why a state
/// is kept and not the input itself: a window may be hours long and take in millions of events, which no queue could hold back.
/// Without a state file what is held is in memory, and the reports that it came from stay unsettled until what came of it is stored;
/// collectors with an interval wait for that, and when the input ends or a host stops in good order, all is handed out before its time.
/// Queues that outlive the process know no such reports, so a pipeline on them refuses a bot without a state file.
/// </para>
/// <para>
/// Delivery is at least once, as everywhere: after a crash at the wrong moment an event is counted, or handed out, a second time.
/// </para>
/// </remarks>
public abstract class HoldingExpert : Bot, ITransactional
{
    /// <summary>Creates the expert.</summary>
    /// <param name="services">What the host hands to the bot.</param>
    /// <param name="held">Where events are kept; the bot opens and disposes of it.</param>
    protected HoldingExpert(BotServices services, HeldEvents held)
        : base(services)
    {
        ArgumentNullException.ThrowIfNull(held);
        Held = held;
    }

    /// <summary>What is held. Hosts take from it what is due.</summary>
    public HeldEvents Held { get; }

    /// <inheritdoc/>
    public sealed override BotConcurrency Concurrency => BotConcurrency.Single;

    /// <inheritdoc/>
    public sealed override string? StateFile => Held.File;

    /// <inheritdoc/>
    public override ValueTask StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            Held.Open();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BotConfigurationException(GetType().Name, [$"the state file cannot be used: {exception.Message.TrimEnd('.')}."]);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Looks at an event, and holds it (<see cref="HeldEvents.Hold"/>) where it is to go on later.</summary>
    /// <returns>Where the event goes now; <see cref="Verdict.Drop"/> where it is held or counted into another.</returns>
    public abstract Verdict Process(Event message);

    /// <summary>Makes the event that is sent when the time of a held one has come, or the input ends.</summary>
    /// <returns>An event of its own (<see cref="Event.Clone"/>); <see langword="null"/> where nothing is sent.</returns>
    public abstract Event? Release(HeldEvent held);

    /// <inheritdoc/>
    public void Commit() => Held.Commit();

    /// <inheritdoc/>
    public void Rollback() => Held.Rollback();

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        Held.Dispose();
        GC.SuppressFinalize(this);
        return base.DisposeAsync();
    }
}
