using IntelMQ.Bots;

namespace IntelMQ.Pipelines;

/// <summary>A way out of a bot, to which others can be connected.</summary>
public abstract class PipelineExit
{
    private protected PipelineExit(PipelineBuilder builder) => Builder = builder;

    private protected PipelineBuilder Builder { get; }

    private protected abstract PipelineNode Owner { get; }

    private protected abstract string PathName { get; }

    /// <summary>Sends what leaves here to a bot that is already in the pipeline: so that several feeds share it.</summary>
    /// <returns>The bot that was connected.</returns>
    public PipelineNode ConnectTo(PipelineNode target)
    {
        ArgumentNullException.ThrowIfNull(target);
        Owner.Edges.Add(new PipelineEdge(PathName, target));
        return target;
    }

    /// <summary>Sends reports to a parser.</summary>
    public PipelineNode Parse(Parser parser) => Parse(parser, new BotSetup());

    /// <summary>Sends reports to a parser.</summary>
    public PipelineNode Parse(Parser parser, BotSetup setup) => ConnectTo(Builder.Add(parser, setup));

    /// <summary>Sends reports to a parser, of which there may be several instances.</summary>
    public PipelineNode Parse(Func<Parser> factory, BotSetup setup) => ConnectTo(Builder.Add(factory, BotKind.Parser, setup));

    /// <summary>Sends reports to a parser that gets the pipeline's services.</summary>
    public PipelineNode Parse(Func<BotServices, Parser> factory) => Parse(factory, new BotSetup());

    /// <summary>Sends reports to a parser that gets the pipeline's services, of which there may be several instances.</summary>
    public PipelineNode Parse(Func<BotServices, Parser> factory, BotSetup setup) => ConnectTo(Builder.Add(factory, BotKind.Parser, setup));

    /// <summary>Sends events to an expert.</summary>
    public PipelineNode Expert(Expert expert) => Expert(expert, new BotSetup());

    /// <summary>Sends events to an expert.</summary>
    public PipelineNode Expert(Expert expert, BotSetup setup) => ConnectTo(Builder.Add(expert, setup));

    /// <summary>Sends events to an expert that waits for a service.</summary>
    public PipelineNode Expert(AsyncExpert expert) => Expert(expert, new BotSetup());

    /// <summary>Sends events to an expert that waits for a service.</summary>
    public PipelineNode Expert(AsyncExpert expert, BotSetup setup) => ConnectTo(Builder.Add(expert, setup));

    /// <summary>Sends events to an expert that takes many at once.</summary>
    public PipelineNode Expert(BatchExpert expert) => Expert(expert, new BotSetup());

    /// <summary>Sends events to an expert that takes many at once.</summary>
    public PipelineNode Expert(BatchExpert expert, BotSetup setup) => ConnectTo(Builder.Add(expert, setup));

    /// <summary>Sends events to an expert that hands them out later.</summary>
    public PipelineNode Expert(HoldingExpert expert) => Expert(expert, new BotSetup());

    /// <summary>Sends events to an expert that hands them out later.</summary>
    public PipelineNode Expert(HoldingExpert expert, BotSetup setup) => ConnectTo(Builder.Add(expert, setup));

    /// <summary>Sends events to an expert of any kind, of which there may be several instances.</summary>
    public PipelineNode Expert(Func<Bot> factory, BotSetup setup) => ConnectTo(Builder.Add(factory, BotKind.Expert, setup));

    /// <summary>Sends events to an expert of any kind that gets the pipeline's services.</summary>
    public PipelineNode Expert(Func<BotServices, Bot> factory) => Expert(factory, new BotSetup());

    /// <summary>Sends events to an expert of any kind that gets the pipeline's services, of which there may be several instances.</summary>
    public PipelineNode Expert(Func<BotServices, Bot> factory, BotSetup setup) => ConnectTo(Builder.Add(factory, BotKind.Expert, setup));

    /// <summary>Sends events to an output.</summary>
    public PipelineNode Output(Output output) => Output(output, new BotSetup());

    /// <summary>Sends events to an output.</summary>
    public PipelineNode Output(Output output, BotSetup setup) => ConnectTo(Builder.Add(output, setup));

    /// <summary>Sends events to an output, of which there may be several instances.</summary>
    public PipelineNode Output(Func<Output> factory, BotSetup setup) => ConnectTo(Builder.Add(factory, BotKind.Output, setup));

    /// <summary>Sends events to an output that gets the pipeline's services.</summary>
    public PipelineNode Output(Func<BotServices, Output> factory) => Output(factory, new BotSetup());

    /// <summary>Sends events to an output that gets the pipeline's services, of which there may be several instances.</summary>
    public PipelineNode Output(Func<BotServices, Output> factory, BotSetup setup) => ConnectTo(Builder.Add(factory, BotKind.Output, setup));
}
