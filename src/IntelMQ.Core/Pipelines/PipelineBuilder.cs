using IntelMQ.Bots;

namespace IntelMQ.Pipelines;

/// <summary>Puts a pipeline together: a graph of bots without circles.</summary>
public sealed class PipelineBuilder
{
    internal PipelineBuilder(PipelineOptions options) => Options = options;

    /// <summary>What the bots have in common; may be changed while the pipeline is put together.</summary>
    public PipelineOptions Options { get; }

    internal List<PipelineNode> Nodes { get; } = [];

    /// <summary>Adds a collector.</summary>
    public PipelineNode Collect(Collector collector) => Add(collector, new BotSetup());

    /// <summary>Adds a collector.</summary>
    public PipelineNode Collect(Collector collector, BotSetup setup) => Add(collector, setup);

    /// <summary>Adds a collector that gets the pipeline's services.</summary>
    public PipelineNode Collect(Func<BotServices, Collector> factory) => Add(factory, BotKind.Collector, new BotSetup());

    /// <summary>Adds a collector that gets the pipeline's services.</summary>
    public PipelineNode Collect(Func<BotServices, Collector> factory, BotSetup setup) => Add(factory, BotKind.Collector, setup);

    /// <summary>Adds a bot without connecting it; see <see cref="PipelineExit.ConnectTo"/>.</summary>
    public PipelineNode Add(Bot bot) => Add(bot, new BotSetup());

    /// <summary>Adds a bot without connecting it; see <see cref="PipelineExit.ConnectTo"/>.</summary>
    public PipelineNode Add(Bot bot, BotSetup setup)
    {
        ArgumentNullException.ThrowIfNull(bot);
        ArgumentNullException.ThrowIfNull(setup);
        return Add(new PipelineNode(this, null, bot, null, setup));
    }

    /// <summary>Adds a bot without connecting it, of which there may be several instances.</summary>
    /// <param name="factory">Makes an instance; called while the pipeline is built.</param>
    /// <param name="setup">How the bot stands in the pipeline.</param>
    public PipelineNode Add(Func<BotServices, Bot> factory, BotSetup setup)
    {
        ArgumentNullException.ThrowIfNull(factory);
        ArgumentNullException.ThrowIfNull(setup);
        return Add(new PipelineNode(this, null, null, factory, setup));
    }

    internal PipelineNode Add(Func<Bot> factory, BotKind kind, BotSetup setup)
    {
        ArgumentNullException.ThrowIfNull(factory);
        return Add(_ => factory(), kind, setup);
    }

    internal PipelineNode Add(Func<BotServices, Bot> factory, BotKind kind, BotSetup setup)
    {
        ArgumentNullException.ThrowIfNull(factory);
        ArgumentNullException.ThrowIfNull(setup);
        return Add(new PipelineNode(this, kind, null, factory, setup));
    }

    private PipelineNode Add(PipelineNode node)
    {
        Nodes.Add(node);
        return node;
    }
}
