namespace IntelMQ.Hosting.Control;

/// <summary>
/// What an operator does to a host, from within its process (<see cref="Running.IntelMQHost.Control"/>) or from another one
/// (<see cref="Endpoint.ControlClient"/>). No sequence of commands loses or doubles a message, but those that are for it: take, put, clear.
/// </summary>
/// <remarks>Every member throws <see cref="ControlException"/> where it cannot do what is asked, and nothing else.</remarks>
public interface IHostControl
{
    /// <summary>How the host and its bots stand.</summary>
    ValueTask<HostStatus> GetStatusAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Starts bots, with the parameters that their files say now. One that is disabled is started only where it alone is named; the file is not
    /// changed by that.
    /// </summary>
    /// <returns>How all stand then.</returns>
    ValueTask<HostStatus> StartAsync(BotScope bots, CancellationToken cancellationToken = default);

    /// <summary>Stops bots: they finish what they work on; what is sent to them waits in their queues.</summary>
    /// <inheritdoc cref="StartAsync" path="/returns"/>
    ValueTask<HostStatus> StopAsync(BotScope bots, CancellationToken cancellationToken = default);

    /// <summary>Makes bots anew, of what their files say now, so that files they have read are read again; those that were stopped are started.</summary>
    /// <inheritdoc cref="StartAsync" path="/returns"/>
    ValueTask<HostStatus> RestartAsync(BotScope bots, CancellationToken cancellationToken = default);

    /// <summary>As <see cref="RestartAsync"/>, for bots that run; those that are stopped stay so.</summary>
    /// <inheritdoc cref="StartAsync" path="/returns"/>
    ValueTask<HostStatus> ReloadAsync(BotScope bots, CancellationToken cancellationToken = default);

    /// <summary>
    /// Writes into the configuration's file whether a bot is started with the others. What runs goes on, and what does not is not started: that is
    /// what start and stop are for.
    /// </summary>
    /// <inheritdoc cref="StartAsync" path="/returns"/>
    ValueTask<HostStatus> SetEnabledAsync(string botId, bool isEnabled, CancellationToken cancellationToken = default);

    /// <summary>Looks at the oldest messages that wait in a queue.</summary>
    /// <param name="queue">The queue's name, as in <c>source_queue</c>.</param>
    /// <param name="max">At most so many; no more than <see cref="MaxPeek"/>.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    ValueTask<IReadOnlyList<HostMessage>> PeekAsync(string queue, int max, CancellationToken cancellationToken = default);

    /// <summary>Takes the oldest message that waits in a queue out of it; <see langword="null"/> where none waits.</summary>
    ValueTask<HostMessage?> TakeAsync(string queue, CancellationToken cancellationToken = default);

    /// <summary>Puts a message into a queue.</summary>
    /// <param name="queue">The queue of a bot.</param>
    /// <param name="message">The message as JSON; where it has no <c>__type</c> it is what the bot that reads the queue takes.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    ValueTask PutAsync(string queue, string message, CancellationToken cancellationToken = default);

    /// <summary>Sends a message to whom a bot sends along a path, as if it were the bot's.</summary>
    /// <param name="botId">The bot.</param>
    /// <param name="message">The message as JSON; where it has no <c>__type</c> it is what the bot makes: a report of a collector, else an event.</param>
    /// <param name="path">The path; <see cref="Bots.BotPath.Default"/> as a rule.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The queues that have it now.</returns>
    ValueTask<IReadOnlyList<string>> SendAsync(string botId, string message, string path, CancellationToken cancellationToken = default);

    /// <summary>Removes all messages that wait in a queue.</summary>
    /// <returns>How many.</returns>
    ValueTask<long> ClearAsync(string queue, CancellationToken cancellationToken = default);

    /// <summary>Runs a message through a bot that is made for it, without sending: nothing is stored, no state is changed.</summary>
    /// <param name="botId">A parser or an expert.</param>
    /// <param name="message">The message as JSON; <see langword="null"/> for the oldest that waits in the bot's queue, where it stays.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    ValueTask<HostTrial> TryAsync(string botId, string? message, CancellationToken cancellationToken = default);

    /// <summary>
    /// Does one message as the bot would: what it makes is sent, what fails is kept, and where the message is the queue's it is taken from there last.
    /// The bot rests meanwhile; what it remembers between messages is not changed.
    /// </summary>
    /// <inheritdoc cref="TryAsync" path="/param"/>
    ValueTask<HostTrial> ProcessAsync(string botId, string? message, CancellationToken cancellationToken = default);

    /// <summary>Counts the failures that are kept, by bot and reason.</summary>
    ValueTask<HostFailures> GetFailuresAsync(CancellationToken cancellationToken = default);

    /// <summary>Reads failures that are kept, oldest first.</summary>
    /// <param name="after">Only those with higher numbers; 0 for all.</param>
    /// <param name="max">At most so many; fewer where they are large, and one at least where there is one.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>A line for each in the form of <see cref="Failures.FailureFormat"/>.</returns>
    ValueTask<IReadOnlyList<string>> ReadFailuresAsync(long after, int max, CancellationToken cancellationToken = default);

    /// <summary>Forgets failures; numbers that are not known are passed over.</summary>
    /// <param name="numbers">Their numbers in the store.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    ValueTask RemoveFailuresAsync(IReadOnlyCollection<long> numbers, CancellationToken cancellationToken = default);

    /// <summary>Keeps failures.</summary>
    /// <param name="failures">A line for each in the form of <see cref="Failures.FailureFormat"/>; they get numbers and times of their own.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    ValueTask KeepFailuresAsync(IReadOnlyList<string> failures, CancellationToken cancellationToken = default);

    /// <summary>The most messages that are looked at in one call.</summary>
    const int MaxPeek = 1000;
}
