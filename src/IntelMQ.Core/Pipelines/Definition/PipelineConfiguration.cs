using IntelMQ.Bots;
using IntelMQ.Schemas;
using IntelMQ.Text;
using Microsoft.Extensions.Configuration;

namespace IntelMQ.Pipelines;

/// <summary>Puts a pipeline together from a section of configuration. All that is wrong becomes complaints.</summary>
internal sealed class PipelineConfiguration
{
    private const string Bots = "Bots";
    private const string Module = "Module";
    private const string Parameters = "Parameters";
    private const string Destinations = "Destinations";

    private readonly PipelineBuilder _builder;
    private readonly Dictionary<string, BotDescriptor> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PipelineNode> _nodes = new(StringComparer.OrdinalIgnoreCase);

    public PipelineConfiguration(PipelineBuilder builder, IEnumerable<BotDescriptor> bots)
    {
        _builder = builder;
        foreach (BotDescriptor bot in bots)
        {
            if (!_known.TryAdd(bot.Module, bot) && _known[bot.Module] != bot)
                builder.Complaints.Add($"Two bots have the module path {bot.Module}: {_known[bot.Module].BotType} and {bot.BotType}.");
        }
    }

    public void Read(IConfiguration section)
    {
        ReadOptions(new SettingsReader(section, "The pipeline", _builder.Complaints));
        IConfigurationSection[] bots = [.. section.GetSection(Bots).GetChildren()];
        if (bots.Length == 0)
            _builder.Complaints.Add($"The pipeline: the configuration names no bots; they belong into {section.GetSection(Bots).Path}.");
        foreach (IConfigurationSection bot in bots)
            Add(bot);
        foreach (IConfigurationSection bot in bots)
            Connect(bot.Key, _nodes[bot.Key], bot.GetSection(Destinations));
    }

    private void ReadOptions(SettingsReader settings)
    {
        PipelineOptions options = _builder.Options;
        options.Id = settings.Text(nameof(options.Id)) ?? options.Id;
        options.QueueCapacity = settings.Number(nameof(options.QueueCapacity)) ?? options.QueueCapacity;
        options.ReportCapacity = settings.Number(nameof(options.ReportCapacity)) ?? options.ReportCapacity;
        options.BatchSize = settings.Number(nameof(options.BatchSize)) ?? options.BatchSize;
        options.StopTimeout = settings.Time(nameof(options.StopTimeout)) ?? options.StopTimeout;
        options.CollectInterval = settings.Time(nameof(options.CollectInterval)) ?? options.CollectInterval;
        options.Retry = Retry(settings) ?? options.Retry;
        settings.CheckNames(Bots);
    }

    private void Add(IConfigurationSection section)
    {
        string id = section.Key;
        var settings = new SettingsReader(section, id, _builder.Complaints);
        var setup = new BotSetup
        {
            Id = id,
            Instances = settings.Number(nameof(BotSetup.Instances)) ?? 1,
            IsOrdered = settings.Flag(nameof(BotSetup.IsOrdered)) ?? false,
            HasOwnQueue = settings.Flag(nameof(BotSetup.HasOwnQueue)) ?? false,
            PartitionBy = FieldNamed(settings.Text(nameof(BotSetup.PartitionBy)), id),
            QueueCapacity = settings.Number(nameof(BotSetup.QueueCapacity)),
            CollectInterval = settings.Time(nameof(BotSetup.CollectInterval)),
            Retry = Retry(settings),
        };
        string? module = settings.Text(Module);
        settings.CheckNames(Parameters, Destinations);
        _nodes[id] = _builder.Add(services => Create(id, module, section.GetSection(Parameters), services), setup);
    }

    /// <exception cref="BotConfigurationException">There is no such bot, or its parameters cannot be used; all complaints at once.</exception>
    private Bot Create(string id, string? module, IConfigurationSection parameters, BotServices services)
    {
        if (string.IsNullOrEmpty(module))
            throw new BotConfigurationException(id, ["Module is missing: give the bot's module path."]);
        if (!_known.TryGetValue(module, out BotDescriptor? bot))
            throw new BotConfigurationException(id, [$"there is no bot '{module}'{DidYouMean(module, _known.Keys)}"]);
        return bot.Create(ConfiguredParameters.Read(parameters, bot.OptionsInfo), ParameterSource.Configuration, services, new List<string>());
    }

    // Ids, which are for _default, or paths with ids.
    private void Connect(string id, PipelineNode node, IConfigurationSection destinations)
    {
        if (destinations.Value is { Length: > 0 } single)
            Connect(id, node, BotPath.Default, single);
        foreach (IConfigurationSection entry in destinations.GetChildren())
        {
            bool isListed = int.TryParse(entry.Key, out _);
            if (entry.Value is { Length: > 0 } only)
                Connect(id, node, isListed ? BotPath.Default : entry.Key, only);
            foreach (IConfigurationSection target in entry.GetChildren())
                Connect(id, node, isListed ? BotPath.Default : entry.Key, target.Value ?? "");
        }
    }

    private void Connect(string id, PipelineNode node, string path, string target)
    {
        if (_nodes.TryGetValue(target, out PipelineNode? receiver))
        {
            node.To(path).ConnectTo(receiver);
            return;
        }

        node.HasLostNeighbour = true;
        _builder.Complaints.Add($"{id}: sends to '{target}', but there is no such bot{DidYouMean(target, _nodes.Keys)}");
    }

    private Field<string>? FieldNamed(string? name, string id)
    {
        if (name is null)
            return null;
        Schema schema = _builder.Options.Schema ?? _builder.Options.Services.Schema;
        if (schema.TryGetKey(name, out _))
            return new Field<string>(name, FieldCodec.String);
        _builder.Complaints.Add($"{id}: {nameof(BotSetup.PartitionBy)} is '{name}', which is not a field of the schema.{schema.Suggest(name)}");
        return null;
    }

    private static RetryPolicy? Retry(SettingsReader owner)
    {
        if (owner.Section(nameof(BotSetup.Retry)) is not { } settings)
            return null;
        var policy = new RetryPolicy();
        policy = policy with
        {
            MaxRetries = settings.Number(nameof(policy.MaxRetries)) ?? policy.MaxRetries,
            Delay = settings.Time(nameof(policy.Delay)) ?? policy.Delay,
            MaxDelay = settings.Time(nameof(policy.MaxDelay)) ?? policy.MaxDelay,
        };
        settings.CheckNames();
        return policy;
    }

    // Either a slip of the pen, or only a part of the name such as "shadowserver".
    private static string DidYouMean(string name, IReadOnlyCollection<string> candidates)
        => (NearestName.Find(name, candidates) ?? candidates.FirstOrDefault(candidate => name.Length > 2 && candidate.Contains(name, StringComparison.OrdinalIgnoreCase))) is { } near
            ? $"; did you mean '{near}'?"
            : ".";
}
