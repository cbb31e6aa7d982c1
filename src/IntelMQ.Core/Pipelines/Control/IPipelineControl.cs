using IntelMQ.Messages;

namespace IntelMQ.Pipelines;

/// <summary>
/// What an operator does to a pipeline, while it runs or before. No message is lost or doubled by any sequence of commands: bots finish
/// what they work on, what they have not begun goes back to its queue, and a stopped bot's queue stays. Commands are carried out one after
/// the other.
/// </summary>
public interface IPipelineControl
{
    /// <summary>What the pipeline is made of now.</summary>
    PipelineDefinition Definition { get; }

    /// <summary>How the pipeline and its bots stand.</summary>
    ValueTask<PipelineStatus> GetStatusAsync(CancellationToken cancellationToken = default);

    /// <summary>Starts bots that were stopped; those that run go on.</summary>
    /// <exception cref="ArgumentException">There is no such bot.</exception>
    /// <exception cref="PipelineConfigurationException">Bots cannot start, and stay stopped; the others run.</exception>
    Task StartAsync(BotSelection bots, CancellationToken cancellationToken = default);

    /// <summary>Stops bots; what is sent to them waits in their queues.</summary>
    /// <inheritdoc cref="StartAsync" path="/exception"/>
    Task StopAsync(BotSelection bots, CancellationToken cancellationToken = default);

    /// <summary>Makes bots anew of their parameters, so that files they have read are read again; those that were stopped are started.</summary>
    /// <inheritdoc cref="StartAsync" path="/exception"/>
    Task RestartAsync(BotSelection bots, CancellationToken cancellationToken = default);

    /// <summary>As <see cref="RestartAsync"/>, for bots that run; those that are stopped stay so.</summary>
    /// <inheritdoc cref="StartAsync" path="/exception"/>
    Task ReloadAsync(BotSelection bots, CancellationToken cancellationToken = default);

    /// <summary>Makes the pipeline another: only bots that changed are made anew, only their neighbours pause. A removed bot's queue stays.</summary>
    /// <param name="definition">What it is to be.</param>
    /// <param name="cancellationToken">Ends the attempt before it has begun.</param>
    /// <returns>What changed.</returns>
    /// <exception cref="PipelineConfigurationException">
    /// It cannot work, and nothing was changed; or it was changed, and bots that could not start stay stopped. All complaints at once.
    /// </exception>
    Task<DefinitionDiff> ApplyAsync(PipelineDefinition definition, CancellationToken cancellationToken = default);

    /// <summary>
    /// As <see cref="ApplyAsync(PipelineDefinition, CancellationToken)"/>, for a definition that comes from outside, through an API or a page: bots that it
    /// adds, or whose module or parameters it changes, are held to a policy; the others stay as they are.
    /// </summary>
    /// <param name="definition">What it is to be.</param>
    /// <param name="outside">What bots may reach.</param>
    /// <param name="cancellationToken">Ends the attempt before it has begun.</param>
    /// <returns>What changed.</returns>
    /// <inheritdoc cref="ApplyAsync(PipelineDefinition, CancellationToken)" path="/exception"/>
    Task<DefinitionDiff> ApplyAsync(PipelineDefinition definition, OutsidePolicy outside, CancellationToken cancellationToken = default);

    /// <summary>Looks at the oldest messages that wait for a bot.</summary>
    ValueTask<IReadOnlyList<Delivery>> PeekAsync(QueueName queue, int max, CancellationToken cancellationToken = default);

    /// <summary>
    /// Takes the oldest message that waits in a queue out of it; <see langword="null"/> where none waits, or where it is a report that is done in part.
    /// The bot that reads the queue rests meanwhile.
    /// </summary>
    /// <remarks>The message is the caller's: what it came from counts as done.</remarks>
    ValueTask<Message?> TakeAsync(QueueName queue, CancellationToken cancellationToken = default);

    /// <summary>Puts a message into a queue.</summary>
    ValueTask PutAsync(QueueName queue, Message message, CancellationToken cancellationToken = default);

    /// <summary>Removes all messages that wait in a queue.</summary>
    /// <returns>How many.</returns>
    ValueTask<long> ClearAsync(QueueName queue, CancellationToken cancellationToken = default);

    /// <summary>
    /// Runs a message through a bot of its own, made of the same parameters, without sending: nothing is stored, no state is changed.
    /// </summary>
    /// <param name="botId">The bot: a parser for a report, an expert for an event.</param>
    /// <param name="message">The message; it stays as it is.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ArgumentException">There is no such bot, or it takes no such message.</exception>
    Task<BotTrial> TryAsync(string botId, Message message, CancellationToken cancellationToken = default);
}
