namespace IntelMQ.Pipelines;

/// <summary>How a bot in one definition differs from the bot with the same id in another.</summary>
public sealed class BotChange
{
    private BotChange(BotDefinition before, BotDefinition after, BotAspects aspects, IReadOnlyList<ParameterChange> parameters)
    {
        Before = before;
        After = after;
        Aspects = aspects;
        Parameters = parameters;
        Connected = [.. after.Destinations.Except(before.Destinations)];
        Disconnected = [.. before.Destinations.Except(after.Destinations)];
    }

    /// <summary>The bot's id.</summary>
    public string Id => After.Id;

    /// <summary>The bot as it was.</summary>
    public BotDefinition Before { get; }

    /// <summary>The bot as it is to be.</summary>
    public BotDefinition After { get; }

    /// <summary>What changed.</summary>
    public BotAspects Aspects { get; }

    /// <summary>
    /// The parameters that changed, also those that the bot takes from the global ones; empty where only it changed who sets them, or how they
    /// are read.
    /// </summary>
    public IReadOnlyList<ParameterChange> Parameters { get; }

    /// <summary>The destinations that are new.</summary>
    public IReadOnlyList<BotDestination> Connected { get; }

    /// <summary>The destinations that are gone.</summary>
    public IReadOnlyList<BotDestination> Disconnected { get; }

    /// <summary>Such as <c>parser: parameters (delimiter), destinations</c>.</summary>
    public override string ToString()
    {
        IEnumerable<string> aspects = Enum.GetValues<BotAspects>()
            .Where(aspect => aspect != BotAspects.None && Aspects.HasFlag(aspect))
            .Select(aspect => aspect == BotAspects.Parameters && Parameters.Count > 0 ? $"parameters ({string.Join(", ", Parameters.Select(static parameter => parameter.Name))})" : aspect.ToString().ToLowerInvariant());
        return $"{Id}: {string.Join(", ", aspects)}";
    }

    internal static BotChange? Between(BotDefinition before, BotDefinition after, ParameterValues globalBefore, ParameterValues globalAfter)
    {
        BotAspects aspects = Compare(before, after);
        ParameterValues old = before.Parameters.Over(globalBefore, static _ => true);
        ParameterValues now = after.Parameters.Over(globalAfter, static _ => true);
        if (!old.Equals(now))
            aspects |= BotAspects.Parameters;
        return aspects == BotAspects.None ? null : new BotChange(before, after, aspects, ParameterChange.Between(old, now));
    }

    internal static BotAspects Compare(BotDefinition a, BotDefinition b)
    {
        BotAspects aspects = BotAspects.None;
        Add(BotAspects.Module, a.Module == b.Module && a.Group == b.Group && BotInCode.IsSame(a.Code, b.Code));
        Add(BotAspects.Parameters, a.Parameters.Equals(b.Parameters));
        Add(BotAspects.Destinations, AreSame(a.Destinations, b.Destinations));
        Add(BotAspects.Placement, a.SourceQueue == b.SourceQueue && Placement(a) == Placement(b) && a.Retry == b.Retry);
        Add(BotAspects.Schedule, Schedule(a) == Schedule(b));
        Add(BotAspects.Enabled, (a.IsEnabled, a.IsForeign) == (b.IsEnabled, b.IsForeign));
        Add(BotAspects.Description, (a.Name, a.Description) == (b.Name, b.Description));
        return aspects;

        void Add(BotAspects aspect, bool isSame) => aspects |= isSame ? BotAspects.None : aspect;
    }

    private static (int, string?, bool, bool, int?) Placement(BotDefinition bot)
        => (bot.Instances, bot.PartitionBy, bot.IsOrdered, bot.HasOwnQueue, bot.QueueCapacity);

    private static (TimeSpan?, BotRunMode, string?, string?, TimeSpan?) Schedule(BotDefinition bot)
        => (bot.CollectInterval, bot.RunMode, bot.Cron, bot.CronZone, bot.CronJitter);

    // What a path leads to is a set.
    private static bool AreSame(IReadOnlyList<BotDestination> a, IReadOnlyList<BotDestination> b)
        => a.SequenceEqual(b) || new HashSet<BotDestination>(a).SetEquals(b);
}

/// <summary>Sides of a bot's definition.</summary>
[Flags]
public enum BotAspects
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>What the bot is: its module or the code that makes it, its group.</summary>
    Module = 1,

    /// <summary>Its parameters.</summary>
    Parameters = 2,

    /// <summary>Who gets what leaves it.</summary>
    Destinations = 4,

    /// <summary>How it stands in the pipeline: instances, partition, order, queue, retries.</summary>
    Placement = 8,

    /// <summary>When it runs.</summary>
    Schedule = 16,

    /// <summary>Whether it runs, and here.</summary>
    Enabled = 32,

    /// <summary>What is there for people to read.</summary>
    Description = 64,
}
