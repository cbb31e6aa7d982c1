namespace IntelMQ.Pipelines;

/// <summary>
/// What is different between two definitions of a pipeline: enough to touch only what changed. A bot that moved in the list without another
/// change is not in it.
/// </summary>
public sealed class DefinitionDiff
{
    private DefinitionDiff(PipelineDefinition before, PipelineDefinition after)
    {
        Dictionary<string, BotDefinition> old = ById(before);
        Dictionary<string, BotDefinition> now = ById(after);
        Added = [.. now.Values.Where(bot => !old.ContainsKey(bot.Id))];
        Removed = [.. old.Values.Where(bot => !now.ContainsKey(bot.Id))];
        Parameters = ParameterChange.Between(before.Parameters, after.Parameters);
        Settings = [.. PipelineSettings.All.Where(setting => !setting.AreSame(before, after)).Select(static setting => setting.Name)];
        Changed =
        [
            .. now.Values
                .Where(bot => old.ContainsKey(bot.Id))
                .Select(bot => BotChange.Between(old[bot.Id], bot, before.Parameters, after.Parameters))
                .OfType<BotChange>(),
        ];
    }

    /// <summary>The bots that are new.</summary>
    public IReadOnlyList<BotDefinition> Added { get; }

    /// <summary>The bots that are gone.</summary>
    public IReadOnlyList<BotDefinition> Removed { get; }

    /// <summary>
    /// The bots that are in both and not the same, those counted that do not set a global parameter which changed.
    /// </summary>
    public IReadOnlyList<BotChange> Changed { get; }

    /// <summary>The global parameters that changed.</summary>
    public IReadOnlyList<ParameterChange> Parameters { get; }

    /// <summary>The names of the properties of the pipeline itself that changed, such as <c>BatchSize</c>.</summary>
    public IReadOnlyList<string> Settings { get; }

    /// <summary>Whether nothing is different.</summary>
    public bool IsEmpty => Added.Count == 0 && Removed.Count == 0 && Changed.Count == 0 && Parameters.Count == 0 && Settings.Count == 0;

    internal static DefinitionDiff Between(PipelineDefinition before, PipelineDefinition after) => new(before, after);

    /// <summary>A line for each difference; of parameters the names only, since values may be secrets.</summary>
    public override string ToString()
    {
        IEnumerable<string> lines =
        [
            .. Settings.Select(static setting => $"{setting} changed"),
            .. Parameters.Select(static parameter => $"global {parameter}"),
            .. Added.Select(static bot => $"{bot.Id}: added"),
            .. Removed.Select(static bot => $"{bot.Id}: removed"),
            .. Changed.Select(static bot => bot.ToString()),
        ];
        return string.Join(Environment.NewLine, lines);
    }

    // Of two bots with one id, which the check refuses, the first counts.
    private static Dictionary<string, BotDefinition> ById(PipelineDefinition definition)
    {
        var bots = new Dictionary<string, BotDefinition>(StringComparer.Ordinal);
        foreach (BotDefinition bot in definition.Bots)
            bots.TryAdd(bot.Id, bot);
        return bots;
    }
}
