using IntelMQ.Bots;

namespace IntelMQ.Pipelines;

/// <summary>Makes what one instance of a stage works with.</summary>
internal sealed class ChainBuilder(Stage stage, int instance)
{
    private readonly Dictionary<GraphBot, ChainNode> _nodes = [];
    private readonly Dictionary<Stage, ChainTarget> _targets = [];

    public ChainNode Head => _nodes[stage.Head];

    public Dictionary<string, ChainNode> Nodes { get; } = new(StringComparer.Ordinal);

    public ChainTarget[] Targets => [.. _targets.Values];

    public ChainBuilder Build()
    {
        foreach (GraphBot bot in stage.Members)
        {
            var node = new ChainNode(bot, instance);
            _nodes.Add(bot, node);
            Nodes.Add(bot.Id, node);
        }

        foreach ((GraphBot bot, ChainNode node) in _nodes)
        {
            ChainPort[] ports = [.. bot.Exits.Select(exit => NewPort(bot, exit.Path, exit.Receivers))];
            (node.Default, node.Named, node.OnError) = (ports[0], ports[1..^1], ports[^1]);
        }

        return this;
    }

    private ChainPort NewPort(GraphBot sender, string path, List<GraphBot> receivers)
    {
        var inline = new List<ChainLink<ChainNode>>();
        var changing = new List<ChainLink<ChainTarget>>();
        var sharing = new List<ChainLink<ChainTarget>>();
        var turns = new List<(ChainLink<ChainNode>?, ChainLink<ChainTarget>?)>();
        foreach (GraphBot receiver in receivers)
        {
            uint way = Lineage.WayOf(sender.Id, path, receiver.Id);
            if (receiver.Stage == stage)
            {
                inline.Add(new ChainLink<ChainNode>(_nodes[receiver], way));
                turns.Add((inline[^1], null));
            }
            else
            {
                List<ChainLink<ChainTarget>> queues = receiver.Stage!.ChangesMessages ? changing : sharing;
                queues.Add(new ChainLink<ChainTarget>(TargetOf(receiver.Stage), way));
                turns.Add((null, queues[^1]));
            }
        }

        bool takesTurns = sender.IsBalanced && path != BotPath.OnError && turns.Count > 1;
        return new ChainPort(path) { Inline = [.. inline], Changing = [.. changing], Sharing = [.. sharing], Turns = takesTurns ? [.. turns] : [] };
    }

    private ChainTarget TargetOf(Stage receiver)
    {
        if (!_targets.TryGetValue(receiver, out ChainTarget? target))
            _targets.Add(receiver, target = new ChainTarget(receiver));
        return target;
    }
}
