using IntelMQ.Bots;

namespace IntelMQ.Pipelines;

/// <summary>Connects the bots of a definition, and puts senders before receivers.</summary>
internal sealed class GraphConnector
{
    private readonly IReadOnlyList<BotDefinition> _definitions;
    private readonly Dictionary<BotDefinition, GraphBot> _made;
    private readonly Dictionary<string, GraphBot> _byId = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ids;
    private readonly HashSet<string> _ambiguous;
    private readonly ComplaintList _complaints;

    /// <summary>Prepares to connect.</summary>
    /// <param name="definitions">All bots.</param>
    /// <param name="made">Those that could be made, by the definition's object.</param>
    /// <param name="ambiguous">The ids that several have: nobody knows who of them is meant.</param>
    /// <param name="complaints">Takes what is wrong.</param>
    public GraphConnector(IReadOnlyList<BotDefinition> definitions, Dictionary<BotDefinition, GraphBot> made, HashSet<string> ambiguous, ComplaintList complaints)
    {
        _definitions = definitions;
        _made = made;
        _ids = new HashSet<string>(definitions.Select(static bot => bot.Id), StringComparer.Ordinal);
        _ambiguous = ambiguous;
        _complaints = complaints;
        foreach (GraphBot bot in made.Values)
            _byId.TryAdd(bot.Id, bot);
    }

    /// <returns>The bots, senders before receivers; without those in a circle or behind one.</returns>
    public List<GraphBot> Connect()
    {
        foreach (BotDefinition definition in _definitions)
        {
            if (_made.TryGetValue(definition, out GraphBot? bot))
                Connect(bot);
            else
                ConnectUnmade(definition);
        }

        return Sort();
    }

    private void Connect(GraphBot bot)
    {
        var paths = new List<string> { BotPath.Default };
        IEnumerable<string> declared = bot.RunsHere ? bot.Bots[0].Paths.Select(static path => path.Name) : bot.Definition.Destinations.Select(static destination => destination.Path);
        paths.AddRange(declared.Where(static name => name is not (BotPath.Default or BotPath.OnError)).Distinct());
        paths.Add(BotPath.OnError);
        bot.Exits.AddRange(paths.Select(static path => (path, new List<GraphBot>())));
        foreach (BotDestination destination in bot.Definition.Destinations)
        {
            if (Find(bot.Definition, destination) is not { } target)
            {
                bot.HasLostNeighbour = true;
                continue;
            }

            int exit = paths.IndexOf(destination.Path);
            if (exit < 0)
            {
                string reason = $"has no path {destination.Path}; it has {string.Join(", ", paths)}.";
                // IntelMQ runs such files: nothing is ever sent along a path that the bot does not know.
                if (bot.Definition.Parameters.Source == ParameterSource.IntelMQ)
                    _complaints.Warn(bot.Definition, destination, reason);
                else
                    _complaints.Add(bot.Definition, destination, reason);
                target.HasLostNeighbour = true;
                continue;
            }

            if (!bot.Exits[exit].Receivers.Contains(target))
            {
                bot.Exits[exit].Receivers.Add(target);
                target.Inputs.Add((bot, destination.Path));
            }
        }
    }

    // What could not be made has its own complaint; that its neighbours are not connected follows from it.
    private void ConnectUnmade(BotDefinition definition)
    {
        foreach (BotDestination destination in definition.Destinations)
        {
            if (Find(definition, destination) is { } target)
                target.HasLostNeighbour = true;
        }
    }

    private GraphBot? Find(BotDefinition sender, BotDestination destination)
    {
        if (!_ids.Contains(destination.BotId))
            _complaints.Add(sender, destination, $"sends to '{destination.BotId}', but there is no such bot{KnownBots.DidYouMean(destination.BotId, _ids)}");
        if (!_ambiguous.Contains(destination.BotId))
            return _byId.GetValueOrDefault(destination.BotId);
        foreach (GraphBot bot in _made.Values.Where(bot => bot.Id == destination.BotId))
            bot.HasLostNeighbour = true;
        return null;
    }

    // What cannot be sorted is part of a circle, or behind one.
    private List<GraphBot> Sort()
    {
        var order = new List<GraphBot>();
        var open = new Dictionary<GraphBot, int>();
        var ready = new Queue<GraphBot>();
        GraphBot[] all = [.. _definitions.Select(_made.GetValueOrDefault).OfType<GraphBot>()];
        foreach (GraphBot bot in all)
        {
            open[bot] = bot.Inputs.Count;
            if (bot.Inputs.Count == 0)
                ready.Enqueue(bot);
        }

        while (ready.TryDequeue(out GraphBot? bot))
        {
            order.Add(bot);
            foreach (GraphBot receiver in bot.Exits.SelectMany(static exit => exit.Receivers))
            {
                if (--open[receiver] == 0)
                    ready.Enqueue(receiver);
            }
        }

        if (order.Count < all.Length)
            _complaints.Add($"These bots send to each other in a circle, or are behind one: {string.Join(", ", all.Except(order))}.");
        return order;
    }
}
