using IntelMQ.Bots;

namespace IntelMQ.Pipelines;

/// <summary>A bot in a pipeline that is being put together. What is connected to it directly takes its path <c>_default</c>.</summary>
public sealed class PipelineNode : PipelineExit
{
    internal PipelineNode(PipelineBuilder builder, BotKind? kind, Bot? bot, Func<BotServices, Bot>? factory, BotSetup setup)
        : base(builder)
    {
        Kind = kind;
        Bot = bot;
        Factory = factory;
        Setup = setup;
    }

    internal PipelineNode(PipelineBuilder builder, BotDefinition described, BotSetup? setup)
        : base(builder)
    {
        Described = described;
        IsPlaced = setup is null;
        Setup = setup ?? new BotSetup { Id = described.Id };
    }

    /// <summary>The bot's definition, where it is not made in code.</summary>
    internal BotDefinition? Described { get; }

    /// <summary>Whether the definition, and not the setup, says how the bot stands in the pipeline.</summary>
    internal bool IsPlaced { get; }

    /// <summary>What the bot does, where it is known before the bot is made.</summary>
    internal BotKind? Kind { get; }

    internal Bot? Bot { get; }

    internal Func<BotServices, Bot>? Factory { get; }

    internal BotSetup Setup { get; }

    internal List<PipelineEdge> Edges { get; } = [];

    private protected override PipelineNode Owner => this;

    private protected override string PathName => BotPath.Default;

    /// <summary>A named way out.</summary>
    /// <param name="path">A path that the bot declares.</param>
    public PipelinePath To(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new PipelinePath(Builder, this, path);
    }

    /// <summary>Connects a named way out, and stays at this bot.</summary>
    /// <param name="path">A path that the bot declares.</param>
    /// <param name="connect">Connects it.</param>
    public PipelineNode To(string path, Action<PipelinePath> connect)
    {
        ArgumentNullException.ThrowIfNull(connect);
        connect(To(path));
        return this;
    }

    /// <summary>
    /// Connects the way that failures take besides the failure store, and stays at this bot. Of a line that a parser refused, experts and
    /// outputs get an event with the feed's fields and the line as <c>raw</c>; parsers get the report.
    /// </summary>
    /// <param name="connect">Connects it.</param>
    public PipelineNode OnError(Action<PipelinePath> connect) => To(BotPath.OnError, connect);
}

/// <summary>A named way out of a bot.</summary>
public sealed class PipelinePath : PipelineExit
{
    private readonly PipelineNode _owner;
    private readonly string _name;

    internal PipelinePath(PipelineBuilder builder, PipelineNode owner, string name)
        : base(builder)
    {
        _owner = owner;
        _name = name;
    }

    private protected override PipelineNode Owner => _owner;

    private protected override string PathName => _name;
}

internal sealed record PipelineEdge(string Path, PipelineNode Target);
