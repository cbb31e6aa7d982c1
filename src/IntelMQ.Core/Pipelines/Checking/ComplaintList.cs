namespace IntelMQ.Pipelines;

/// <summary>Gathers what is wrong with a pipeline.</summary>
internal sealed class ComplaintList
{
    private readonly List<PipelineComplaint> _all = [];

    public IReadOnlyList<PipelineComplaint> All => _all;

    public bool HasErrors => _all.Exists(static complaint => !complaint.IsWarning);

    public void Add(PipelineComplaint complaint) => _all.Add(complaint);

    public void AddRange(IEnumerable<PipelineComplaint> complaints) => _all.AddRange(complaints);

    /// <summary>Something about the whole pipeline.</summary>
    public void Add(string message) => _all.Add(new PipelineComplaint(message));

    /// <summary>Something about a bot.</summary>
    public void Add(BotDefinition bot, string message) => Add(bot, message, null);

    /// <summary>Something about a parameter of a bot.</summary>
    public void Add(BotDefinition bot, string message, ParameterValue? parameter)
        => _all.Add(new PipelineComplaint(message) { Bot = bot.Id, Parameter = parameter?.Name, Place = parameter?.Place ?? bot.Place });

    /// <summary>Something about a parameter of a bot that may not be given.</summary>
    public void Add(BotDefinition bot, string parameter, string message, DocumentPlace? place)
        => _all.Add(new PipelineComplaint(message) { Bot = bot.Id, Parameter = parameter, Place = place ?? bot.Place });

    /// <summary>Something about one of a bot's destinations.</summary>
    public void Add(BotDefinition bot, BotDestination destination, string message)
        => _all.Add(new PipelineComplaint(message) { Bot = bot.Id, Place = destination.Place ?? bot.Place });

    /// <summary>Something that looks wrong about one of a bot's destinations.</summary>
    public void Warn(BotDefinition bot, BotDestination destination, string message)
        => _all.Add(new PipelineComplaint(message) { Bot = bot.Id, Place = destination.Place ?? bot.Place, IsWarning = true });

    /// <summary>Something that looks wrong about a bot.</summary>
    public void Warn(BotDefinition bot, string message, ParameterValue? parameter = null)
        => _all.Add(new PipelineComplaint(message) { Bot = bot.Id, Parameter = parameter?.Name, Place = parameter?.Place ?? bot.Place, IsWarning = true });
}
