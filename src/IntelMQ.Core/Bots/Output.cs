using IntelMQ.Messages;
using IntelMQ.State;

namespace IntelMQ.Bots;

/// <summary>A bot that hands events on to somebody else. Takes them in batches.</summary>
public abstract class Output : Bot
{
    /// <summary>Creates the output.</summary>
    protected Output()
        : this(BotServices.Default)
    {
    }

    /// <summary>Creates the output.</summary>
    protected Output(BotServices services)
        : base(services)
    {
    }

    /// <summary>Creates the output. It may remember values, such as events that it gathers; they are stored together with the events that are done.</summary>
    /// <param name="options">The parameters; checked here.</param>
    /// <param name="services">What the host hands to the bot.</param>
    /// <exception cref="BotConfigurationException">The parameters cannot be used; all complaints at once.</exception>
    protected Output(BotOptions options, BotServices services)
        : base(options, services, StateKinds.Values)
    {
    }

    /// <inheritdoc/>
    public override BotConcurrency Concurrency => BotConcurrency.Single;

    /// <summary>Hands events on; when the call returns they are stored, and will not be handed over again.</summary>
    /// <param name="batch">The events; not to be changed, since others may hold them too.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="IOException">Nothing of the batch is stored; the host tries again, then with halves of the batch, and keeps the events as failures that fail alone.</exception>
    public abstract ValueTask SendAsync(IReadOnlyList<Event> batch, CancellationToken cancellationToken);
}
