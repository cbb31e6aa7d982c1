using IntelMQ.Bots;
using IntelMQ.Messages;
using IntelMQ.Pipelines;

namespace IntelMQ.Hosting.Trying;

/// <summary>Takes one message through a pipeline, bot by bot, without running it: nothing is stored, nothing is sent, no state is changed.</summary>
public static class PipelineTrial
{
    /// <summary>How many steps are tried at most.</summary>
    public const int MaxSteps = 1000;

    /// <summary>Takes a message through a pipeline.</summary>
    /// <param name="definition">The pipeline.</param>
    /// <param name="bots">The bots that a module path may name.</param>
    /// <param name="options">What the bots have in common.</param>
    /// <param name="botId">The bot that gets the message.</param>
    /// <param name="message">The message; it stays as it is.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The steps, each after the one that it came of.</returns>
    /// <exception cref="ArgumentException">There is no such bot, or it takes no such message.</exception>
    /// <exception cref="PipelineConfigurationException">A bot cannot be made.</exception>
    public static async Task<IReadOnlyList<TrialStep>> RunAsync(
        PipelineDefinition definition,
        BotCatalog bots,
        PipelineOptions options,
        string botId,
        Message message,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(bots);
        ArgumentNullException.ThrowIfNull(message);
        var steps = new List<TrialStep>();
        var waiting = new Queue<(string BotId, Message Message)>([(botId, message)]);
        while (steps.Count < MaxSteps && waiting.TryDequeue(out (string BotId, Message Message) next))
        {
            BotDefinition bot = definition.Find(next.BotId) ?? throw new ArgumentException($"There is no bot '{next.BotId}'.");
            TrialStep step = NotTried(bot, bots) is { } reason
                ? new TrialStep(bot.Id, bot.Module, next.Message) { NotTried = reason }
                : await TryAsync(definition, bots, options, bot, next.Message, cancellationToken).ConfigureAwait(false);
            steps.Add(step);
            foreach (TrialSent sent in step.Sent)
            {
                foreach (string receiver in sent.Receivers)
                    waiting.Enqueue((receiver, sent.Message));
            }
        }

        return steps;
    }

    private static string? NotTried(BotDefinition bot, BotCatalog bots)
    {
        if (bot.IsForeign)
            return "It runs elsewhere, and would get the message.";
        if (!bot.IsEnabled)
            return "It is disabled: the message would wait in its queue.";
        return bots.TryGet(bot.Module, out BotDescriptor? known) && known.Kind == BotKind.Output ? "It would store the message." : null;
    }

    private static async Task<TrialStep> TryAsync(PipelineDefinition definition, BotCatalog bots, PipelineOptions options, BotDefinition bot, Message message, CancellationToken cancellationToken)
    {
        BotTrial trial = await BotTrial.RunAsync(definition, bots, options, bot.Id, message, cancellationToken).ConfigureAwait(false);
        Message before = message is Report report ? new Event(report) : message;
        return new TrialStep(bot.Id, bot.Module, message)
        {
            Sent = [.. trial.Sent.Select(sent => new TrialSent(sent.Path, sent.Message, [.. bot.To(sent.Path)], FieldChange.Between(before, sent.Message)))],
            Failures = trial.Failures,
            Log = trial.Log,
        };
    }
}
