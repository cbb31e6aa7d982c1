using IntelMQ.Bots;

namespace IntelMQ.Pipelines;

/// <summary>Makes a graph of a definition: makes the bots, checks everything, finds the stages.</summary>
internal sealed class DefinitionCompiler
{
    private readonly PipelineDefinition _definition;
    private readonly PipelineOptions _options;
    private readonly ComplaintList _complaints = new();
    private readonly KnownBots _known;

    public DefinitionCompiler(PipelineDefinition definition, IEnumerable<BotDescriptor> bots, PipelineOptions options)
    {
        _definition = definition;
        _options = options.With(definition);
        _complaints.AddRange(definition.Complaints);
        _known = new KnownBots(bots, _complaints);
    }

    /// <summary>Finds a bot of an earlier graph that goes on as it is.</summary>
    public Func<BotDefinition, GraphBot?>? Reuse { get; init; }

    /// <summary>What bots may reach, given to those that are held to it; by default the options say it, for all.</summary>
    public Func<BotDefinition, OutsidePolicy?>? Outside { get; init; }

    public IReadOnlyList<PipelineComplaint> Complaints => _complaints.All;

    /// <summary>The bots that were made of descriptors, which nobody else lets go of.</summary>
    public IReadOnlyList<Bot> Made { get; private set; } = [];

    /// <returns>The graph; <see langword="null"/> where <see cref="Complaints"/> are more than warnings.</returns>
    public PipelineGraph? Compile()
    {
        _options.Validate(_complaints);
        HashSet<string> ambiguous = IdCheck.Check(_definition.Bots, _complaints);
        var factory = new BotFactory(_definition, _known, _options, _complaints) { Reuse = Reuse, Outside = Outside ?? (_ => _options.Outside) };
        var made = new Dictionary<BotDefinition, GraphBot>(ReferenceEqualityComparer.Instance);
        foreach (BotDefinition bot in _definition.Bots)
        {
            if (factory.Create(bot) is not { } graphBot)
                continue;
            // What could not be read of a bot may be what its place lacks.
            graphBot.HasLostNeighbour = _definition.Complaints.Any(complaint => !complaint.IsWarning && complaint.Bot == bot.Id);
            made.TryAdd(bot, graphBot);
        }

        Made = factory.Made;
        List<GraphBot> order = new GraphConnector(_definition.Bots, made, ambiguous, _complaints).Connect();
        SharingCheck.Check(made.Values, _complaints);
        foreach (GraphBot bot in made.Values)
            GraphCheck.Check(bot, _complaints);
        GlobalCheck.Check(_definition, _known, _complaints);
        BrokerCheck.Check(made.Values, _options, _complaints);
        if (_definition.Bots.Count == 0 && !_complaints.HasErrors)
            _complaints.Add("The pipeline has no bots; begin with a collector: p => p.Collect(...).Parse(...).Output(...).");
        if (_complaints.HasErrors)
            return null;
        List<Stage> stages = StageFinder.Find(order, _options);
        return new PipelineGraph(_options, order, stages);
    }
}
