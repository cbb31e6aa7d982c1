using IntelMQ.Bots;

namespace IntelMQ.Pipelines;

/// <summary>Which bots a command is for.</summary>
public sealed class BotSelection
{
    private readonly Func<BotDefinition, bool> _isChosen;
    private readonly string _words;
    private readonly string? _id;

    private BotSelection(Func<BotDefinition, bool> isChosen, string words, string? id)
    {
        _isChosen = isChosen;
        _words = words;
        _id = id;
    }

    /// <summary>All bots of the pipeline.</summary>
    public static BotSelection All { get; } = new(static _ => true, "all bots", null);

    /// <summary>One bot.</summary>
    public static BotSelection Bot(string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        return new BotSelection(bot => bot.Id == id, id, id);
    }

    /// <summary>The bots of a group; those whose group only their module tells are found by the pipeline.</summary>
    public static BotSelection Group(BotKind kind) => new(bot => bot.Group == kind, $"group {kind}", null);

    /// <inheritdoc/>
    public override string ToString() => _words;

    /// <summary>The ids of the bots that are meant.</summary>
    /// <exception cref="ArgumentException">There is no such bot.</exception>
    internal IReadOnlyList<string> In(PipelineGraph graph)
    {
        string[] found = [.. graph.Order.Where(bot => _isChosen(bot.Definition with { Group = bot.Kind })).Select(static bot => bot.Id)];
        if (found.Length == 0 && _id is not null)
            throw new ArgumentException($"There is no bot '{_id}' in the pipeline{KnownBots.DidYouMean(_id, [.. graph.Order.Select(static bot => bot.Id)])}");
        return found;
    }
}
