using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Messages;

namespace IntelMQ.Pipelines;

/// <summary>What came of a message that was tried.</summary>
/// <param name="Sent">What the bot would send, in order, each with its path.</param>
/// <param name="Failures">What could not be processed.</param>
/// <param name="Log">The lines that the bot logged.</param>
public sealed record BotTrial(IReadOnlyList<(string Path, Message Message)> Sent, IReadOnlyList<Failure> Failures, IReadOnlyList<string> Log)
{
    /// <summary>Whether the bot ended the message on purpose.</summary>
    public bool IsDropped => Sent.Count == 0 && Failures.Count == 0;

    /// <summary>
    /// Runs a message through one bot of a definition, made for it and let go again, without a pipeline: nothing is stored, no state is changed.
    /// </summary>
    /// <param name="definition">The pipeline that the bot belongs to.</param>
    /// <param name="bots">The bots that a module path may name.</param>
    /// <param name="options">What the bots have in common.</param>
    /// <param name="botId">The bot: a parser for a report, an expert for an event.</param>
    /// <param name="message">The message; it stays as it is.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ArgumentException">There is no such bot, or it takes no such message.</exception>
    /// <exception cref="PipelineConfigurationException">The bot cannot be made.</exception>
    public static Task<BotTrial> RunAsync(
        PipelineDefinition definition,
        IEnumerable<BotDescriptor> bots,
        PipelineOptions options,
        string botId,
        Message message,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(bots);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(message);
        return definition.Find(botId) is null
            ? throw new ArgumentException($"There is no bot '{botId}'.", nameof(botId))
            : BotTrialRun.RunAsync(definition, bots, options, botId, message, cancellationToken);
    }
}
