using IntelMQ.Bots;
using Microsoft.Extensions.Configuration;

namespace IntelMQ.Pipelines;

/// <summary>Puts a pipeline together: a graph of bots without circles.</summary>
public sealed class PipelineBuilder
{
    internal PipelineBuilder(PipelineOptions options) => Options = options;

    /// <summary>What the bots have in common; may be changed while the pipeline is put together.</summary>
    public PipelineOptions Options { get; }

    internal List<PipelineNode> Nodes { get; } = [];

    /// <summary>The bots that a module path may name.</summary>
    internal List<BotDescriptor> Bots { get; } = [];

    /// <summary>What is wrong already, before the bots are made.</summary>
    internal List<PipelineComplaint> Complaints { get; } = [];

    /// <summary>The parameters of all bots that are made by their descriptors.</summary>
    internal ParameterValues Parameters { get; private set; } = ParameterValues.Empty;

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

    /// <summary>Adds a bot by its descriptor without connecting it: one that can be written out with the pipeline's definition.</summary>
    /// <param name="bot">The bot.</param>
    /// <param name="parameters">Its parameters in IntelMQ's names.</param>
    /// <param name="setup">How the bot stands in the pipeline.</param>
    public PipelineNode Add(BotDescriptor bot, ParameterValues parameters, BotSetup setup)
    {
        ArgumentNullException.ThrowIfNull(bot);
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(setup);
        Bots.Add(bot);
        return Add(new PipelineNode(this, new BotDefinition { Id = setup.Id ?? "", Module = bot.Module, Group = bot.Kind, Parameters = parameters }, setup));
    }

    /// <summary>
    /// Adds the bots of a section of .NET configuration, by module path and with IntelMQ's parameters, and connects them. What is wrong
    /// with it, also what is only misspelled, is among the complaints when the pipeline is built.
    /// </summary>
    /// <param name="section">
    /// Keys named as the properties of <see cref="PipelineDefinition"/> that are numbers or times (<c>Id</c>, <c>BatchSize</c>,
    /// <c>CollectInterval</c>, ...), <c>Global</c> (parameters of all bots), and <c>Bots</c>: by id, each with <c>Module</c>, <c>Parameters</c>,
    /// <c>Destinations</c> (ids; or paths, each with ids), and keys named as the properties of <see cref="BotDefinition"/>.
    /// </param>
    /// <param name="bots">The bots that a module path may name: those of a catalogue, and those of plug-ins.</param>
    /// <remarks>
    /// Configuration keeps texts only and sorts keys: text stands for a number or boolean where the parameter takes one, and a map
    /// whose order matters is given as a text that holds JSON.
    /// </remarks>
    public void Load(IConfiguration section, IEnumerable<BotDescriptor> bots)
    {
        ArgumentNullException.ThrowIfNull(section);
        Load(DefinitionReader.FromConfiguration(section), bots);
    }

    /// <summary>Adds the bots of a definition, and connects them. What the definition says of the pipeline itself goes to <see cref="Options"/>.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="bots">The bots that a module path may name: those of a catalogue, and those of plug-ins.</param>
    public void Load(PipelineDefinition definition, IEnumerable<BotDescriptor> bots)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(bots);
        Bots.AddRange(bots);
        Complaints.AddRange(definition.Complaints);
        Parameters = definition.Parameters.Over(Parameters, static _ => true);
        Options.Take(definition);
        foreach (BotDefinition bot in definition.Bots)
            Add(new PipelineNode(this, bot, null));
    }

    /// <summary>The bot with an id, among those that were given one; <see langword="null"/> where there is none.</summary>
    public PipelineNode? Find(string id) => Nodes.Find(node => node.Setup.Id == id);

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

    /// <summary>The pipeline as data. Bots in code are made, the first object of each.</summary>
    internal PipelineDefinition ToDefinition() => new BuilderDefinition(this).Make();

    private PipelineNode Add(PipelineNode node)
    {
        Nodes.Add(node);
        return node;
    }
}
