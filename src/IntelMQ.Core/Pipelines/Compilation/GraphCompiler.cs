using IntelMQ.Bots;

namespace IntelMQ.Pipelines;

/// <summary>Makes a graph of what a builder holds: makes the bots, checks everything, finds the stages.</summary>
internal sealed class GraphCompiler(PipelineBuilder builder)
{
    private readonly List<string> _complaints = [.. builder.Complaints];
    private readonly Dictionary<PipelineNode, GraphBot> _bots = [];
    private readonly List<GraphBot> _order = [];

    /// <exception cref="PipelineConfigurationException">All complaints at once.</exception>
    public PipelineGraph Compile()
    {
        PipelineOptions options = builder.Options;
        options.Validate(_complaints);
        var ids = new BotIds(builder.Nodes, _complaints);
        foreach (PipelineNode node in builder.Nodes)
        {
            if (BotFactory.Create(node, ids.Of(node), options, _complaints) is { } bot)
                _bots.Add(node, bot);
        }

        Connect();
        MarkReceiversOfUnmade();
        SortBySenders();
        BotFactory.CheckShared(_bots.Values, _complaints);
        foreach (GraphBot bot in _bots.Values)
            GraphCheck.Check(bot, _complaints);
        if (builder.Nodes.Count == 0 && _complaints.Count == 0)
            _complaints.Add("The pipeline has no bots; begin with a collector: p => p.Collect(...).Parse(...).Output(...).");
        if (_complaints.Count > 0)
            throw new PipelineConfigurationException(_complaints);
        return new PipelineGraph(options, _order, FindStages(options));
    }

    private void Connect()
    {
        foreach ((PipelineNode node, GraphBot bot) in _bots)
        {
            var paths = new List<string> { BotPath.Default };
            paths.AddRange(bot.Bots[0].Paths.Select(static path => path.Name).Where(static name => name is not (BotPath.Default or BotPath.OnError)).Distinct());
            paths.Add(BotPath.OnError);
            bot.Exits.AddRange(paths.Select(static path => (path, new List<GraphBot>())));
            foreach (PipelineEdge edge in node.Edges)
            {
                if (!_bots.TryGetValue(edge.Target, out GraphBot? target))
                {
                    if (builder.Nodes.Contains(edge.Target))
                        bot.HasLostNeighbour = true;
                    else
                        _complaints.Add($"{bot.Id}: a bot of another pipeline is connected.");
                    continue;
                }

                int exit = paths.IndexOf(edge.Path);
                if (exit < 0)
                {
                    _complaints.Add($"{bot.Id}: has no path {edge.Path}; it has {string.Join(", ", paths)}.");
                    target.HasLostNeighbour = true;
                    continue;
                }

                if (!bot.Exits[exit].Receivers.Contains(target))
                {
                    bot.Exits[exit].Receivers.Add(target);
                    target.Inputs.Add((bot, edge.Path));
                }
            }
        }
    }

    // What could not be made has its own complaint; that its neighbours are not connected follows from it.
    private void MarkReceiversOfUnmade()
    {
        foreach (PipelineEdge edge in builder.Nodes.Where(node => !_bots.ContainsKey(node)).SelectMany(static node => node.Edges))
        {
            if (_bots.TryGetValue(edge.Target, out GraphBot? target))
                target.HasLostNeighbour = true;
        }
    }

    // Senders before receivers; what cannot be sorted is part of a circle, or behind one.
    private void SortBySenders()
    {
        var open = new Dictionary<GraphBot, int>();
        var ready = new Queue<GraphBot>();
        foreach (GraphBot bot in _bots.Values)
        {
            open[bot] = bot.Inputs.Count;
            if (bot.Inputs.Count == 0)
                ready.Enqueue(bot);
        }

        while (ready.TryDequeue(out GraphBot? bot))
        {
            _order.Add(bot);
            foreach (GraphBot receiver in bot.Exits.SelectMany(static exit => exit.Receivers))
            {
                if (--open[receiver] == 0)
                    ready.Enqueue(receiver);
            }
        }

        if (_order.Count < _bots.Count)
            _complaints.Add($"These bots send to each other in a circle, or are behind one: {string.Join(", ", _bots.Values.Except(_order))}.");
    }

    private List<Stage> FindStages(PipelineOptions options)
    {
        var stages = new List<Stage>();
        foreach (GraphBot bot in _order)
        {
            if (bot.Kind == BotKind.Collector)
                continue;
            if (SharedStage(bot) is { } shared)
            {
                bot.Stage = shared;
                shared.Members.Add(bot);
            }
            else
            {
                bot.Stage = new Stage(bot, options);
                stages.Add(bot.Stage);
            }
        }

        return stages;
    }

    // The stage of the sender, where the bot may run in its thread.
    private static Stage? SharedStage(GraphBot bot)
    {
        if (bot.Bots[0] is not Expert || bot.Setup.HasOwnQueue || bot.Setup.QueueCapacity is not null || bot.Inputs is not [var (sender, path)])
            return null;
        if (path == BotPath.OnError || sender.Stage is not { } stage || sender.Kind == BotKind.Output)
            return null;
        BotSetup setup = bot.Setup;
        bool sameThreads = setup.Instances == stage.Instances && setup.PartitionBy is null && setup.IsOrdered == stage.IsOrdered;
        bool anyThread = setup.Instances == 1 && bot.Bots[0].Concurrency == BotConcurrency.Stateless;
        return sameThreads || anyThread ? stage : null;
    }
}
