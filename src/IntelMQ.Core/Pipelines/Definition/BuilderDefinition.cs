using IntelMQ.Bots;

namespace IntelMQ.Pipelines;

/// <summary>Makes a definition of what a builder holds.</summary>
internal sealed class BuilderDefinition
{
    private readonly PipelineBuilder _builder;
    private readonly BotIds _ids;
    private readonly List<PipelineComplaint> _complaints;
    private readonly Dictionary<PipelineNode, BotDefinition> _bots = [];

    public BuilderDefinition(PipelineBuilder builder)
    {
        _builder = builder;
        _ids = new BotIds(builder.Nodes.Select(static node => node.Setup.Id).OfType<string>());
        _complaints = [.. builder.Complaints];
    }

    public PipelineDefinition Make()
    {
        foreach (PipelineNode node in _builder.Nodes)
            _bots.Add(node, node.Described is { } described ? Described(node, described) : InCode(node));
        return _builder.Options.ToDefinition() with
        {
            Parameters = _builder.Parameters,
            Bots = [.. _builder.Nodes.Select(Connect)],
            Complaints = _complaints,
        };
    }

    private BotDefinition Described(PipelineNode node, BotDefinition bot)
        => node.IsPlaced ? bot : Placed(bot with { Id = node.Setup.Id ?? _ids.Make(bot.Module.Split('.')[^1]) }, node.Setup);

    private BotDefinition InCode(PipelineNode node)
    {
        BotInCode code = node.Bot is { } bot
            ? new BotInCode(node.Kind, bot, null)
            : BotInCode.Make(node.Kind, node.Factory!, _builder.Options.BotServices, name => node.Setup.Id ?? name);
        string name = code.First?.GetType().Name ?? (node.Kind ?? BotKind.Expert).ToString();
        return Placed(new BotDefinition { Id = node.Setup.Id ?? _ids.Make(name), Group = node.Kind, Code = code }, node.Setup);
    }

    private static BotDefinition Placed(BotDefinition bot, BotSetup setup) => bot with
    {
        Instances = setup.Instances,
        IsOrdered = setup.IsOrdered,
        PartitionBy = setup.PartitionBy?.Name,
        QueueCapacity = setup.QueueCapacity,
        HasOwnQueue = setup.HasOwnQueue,
        Retry = setup.Retry,
        CollectInterval = setup.CollectInterval,
        Cron = setup.Cron,
        CronZone = setup.CronZone,
        CronJitter = setup.CronJitter,
    };

    private BotDefinition Connect(PipelineNode node)
    {
        BotDefinition bot = _bots[node];
        var destinations = new List<BotDestination>(bot.Destinations);
        foreach (PipelineEdge edge in node.Edges)
        {
            if (_bots.TryGetValue(edge.Target, out BotDefinition? target))
                destinations.Add(new BotDestination(edge.Path, target.Id));
            else
                _complaints.Add(new PipelineComplaint("a bot of another pipeline is connected.") { Bot = bot.Id });
        }

        return bot with { Destinations = destinations };
    }
}
