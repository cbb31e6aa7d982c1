using IntelMQ.Bots;

namespace IntelMQ.Pipelines;

/// <summary>Reads one bot of a document; its destinations once all bots are known.</summary>
internal sealed class BotReader
{
    private const string Parameters = "Parameters";
    private const string Destinations = "Destinations";
    private const string Enabled = "Enabled";
    private const string Foreign = "Foreign";
    private const string SourceOfParameters = "ParameterSource";
    private const string DestinationQueues = "destination_queues";
    private const string SourceQueue = "source_queue";

    private readonly ReadingContext _context;
    private readonly SettingsReader _settings;
    private readonly string _id;
    private readonly DocumentNode? _destinations;
    private readonly DocumentNode? _queues;

    public BotReader(DocumentEntry entry, ParameterSource source, ReadingContext context)
    {
        _context = context;
        _id = entry.Name;
        _settings = new SettingsReader(context, _id, entry.Value);
        if (entry.Value.Kind is not (DocumentKind.Map or DocumentKind.Null) && !(entry.Value is { Kind: DocumentKind.Text, Text.Length: 0 }))
            context.Complain(_id, null, "is no map of settings.", entry.Value.Place);
        Definition = Read(entry.Place, source, out DocumentNode? parameters);
        _destinations = _settings.Node(Destinations);
        _queues = parameters?.Entries.LastOrDefault(static parameter => parameter.Name == DestinationQueues)?.Value;
        if (context.IsIntelMQ)
            _settings.Skip("BotId", "Groupname");
        _settings.CheckNames();
    }

    /// <summary>The bot without its destinations.</summary>
    public BotDefinition Definition { get; }

    public static ParameterSource SourceOf(SettingsReader settings, ParameterSource usual) => settings.Choice<ParameterSource>(SourceOfParameters) ?? usual;

    public BotDefinition Connect(BotNames names)
    {
        if (IsGiven(_destinations) && IsGiven(_queues))
            _context.Complain(_id, Destinations, $"its destinations are named twice, by {_context.Shown(Destinations)} and by {DestinationQueues}; leave one out.", _destinations!.Place);
        IEnumerable<BotDestination> all =
        [
            .. Named(Destinations, _destinations).Select(destination => destination with { BotId = names.OfId(destination.BotId) }),
            .. Named(DestinationQueues, _queues).Select(destination => destination with { BotId = names.OfQueue(destination.BotId) }),
        ];
        return Definition with { Destinations = [.. all.Distinct()] };
    }

    private static bool IsGiven(DocumentNode? node) => node is { Items.Count: > 0 } or { Entries.Count: > 0 } or { IsScalar: true, Text.Length: > 0 };

    private BotDefinition Read(DocumentPlace? place, ParameterSource source, out DocumentNode? parameters)
    {
        var usual = new BotDefinition { Id = _id };
        parameters = _settings.Node(Parameters);
        return usual with
        {
            Place = place,
            Module = _settings.Text(nameof(BotDefinition.Module)) ?? "",
            Group = _settings.Choice<BotKind>(nameof(BotDefinition.Group)),
            Name = _settings.Text(nameof(BotDefinition.Name)),
            Description = _settings.Text(nameof(BotDefinition.Description)),
            Parameters = Values(parameters, SourceOf(_settings, source)),
            SourceQueue = _settings.Text(nameof(BotDefinition.SourceQueue)) ?? QueueIn(parameters),
            Instances = _settings.Number(nameof(BotDefinition.Instances)) ?? usual.Instances,
            PartitionBy = _settings.Text(nameof(BotDefinition.PartitionBy)),
            IsOrdered = _settings.Flag(nameof(BotDefinition.IsOrdered)) ?? false,
            HasOwnQueue = _settings.Flag(nameof(BotDefinition.HasOwnQueue)) ?? false,
            QueueCapacity = _settings.Number(nameof(BotDefinition.QueueCapacity)),
            Retry = _settings.Retry(),
            CollectInterval = _settings.Time(nameof(BotDefinition.CollectInterval)),
            Cron = _settings.Text(nameof(BotDefinition.Cron)),
            CronZone = _settings.Text(nameof(BotDefinition.CronZone)),
            CronJitter = _settings.Time(nameof(BotDefinition.CronJitter)),
            RunMode = _settings.Choice<BotRunMode>(nameof(BotDefinition.RunMode)) ?? usual.RunMode,
            IsEnabled = _settings.Flag(Enabled) ?? usual.IsEnabled,
            IsForeign = _settings.Flag(Foreign) ?? false,
        };
    }

    private ParameterValues Values(DocumentNode? node, ParameterSource source)
    {
        if (node is null or { Kind: DocumentKind.Null } or { Kind: DocumentKind.Text, Text.Length: 0 })
            return ParameterValues.Create([], source);
        if (node.Kind == DocumentKind.Map)
            return _context.Parameters(_id, node.Entries.Where(static entry => entry.Name is not (DestinationQueues or SourceQueue)), source);
        _context.Complain(_id, Parameters, "the parameters are not an object.", node.Place);
        return ParameterValues.Create([], source);
    }

    private static string? QueueIn(DocumentNode? parameters)
        => parameters?.Entries.LastOrDefault(static entry => entry.Name == SourceQueue)?.Value is { IsScalar: true, Text.Length: > 0 } queue ? queue.Text : null;

    // Receivers, which are for _default, or paths with receivers.
    private List<BotDestination> Named(string setting, DocumentNode? node)
    {
        var found = new List<BotDestination>();
        if (node is null)
            return found;
        foreach (DocumentEntry entry in node.Entries)
            Add(entry.Name, entry.Value);
        if (node.Kind != DocumentKind.Map)
            Add(BotPath.Default, node);
        return found;

        void Add(string path, DocumentNode receivers)
        {
            if (receivers is { Kind: DocumentKind.Map })
                _settings.Refuse<string>(setting, receivers, "ids of bots");
            else if (receivers is { IsScalar: true, Text.Length: > 0 })
                found.Add(new BotDestination(path, receivers.Text) { Place = receivers.Place });
            foreach (DocumentNode receiver in receivers.Items)
                Add(path, receiver);
        }
    }
}
