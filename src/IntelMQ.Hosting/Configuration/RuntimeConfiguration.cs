using IntelMQ.Bots;
using IntelMQ.Pipelines;
using IntelMQ.Schemas;

namespace IntelMQ.Hosting.Configuration;

/// <summary>A configuration of IntelMQ: the bots of <c>runtime.yaml</c>, the environment, the fields of <c>harmonization.conf</c>.</summary>
public sealed class RuntimeConfiguration
{
    private const string Global = "global";

    private RuntimeConfiguration(DocumentNode root, IReadOnlyList<DocumentEntry> environment)
    {
        Environment = environment;
        Globals = root.Entries.LastOrDefault(static entry => entry.Name == Global)?.Value is { Kind: DocumentKind.Map } map ? map.Entries : [];
        Bots = [.. root.Entries.Where(static entry => entry.Name != Global).Select(entry => new RuntimeBot(entry.Name, entry.Value, Globals, environment))];
        Root = root;
    }

    /// <summary>What the file holds.</summary>
    public DocumentNode Root { get; }

    /// <summary>The parameters of all bots.</summary>
    public IReadOnlyList<DocumentEntry> Globals { get; }

    /// <summary>What the environment says.</summary>
    public IReadOnlyList<DocumentEntry> Environment { get; }

    /// <summary>The bots, in the file's order.</summary>
    public IReadOnlyList<RuntimeBot> Bots { get; }

    /// <summary>The fields of events; IntelMQ's own where there is no file.</summary>
    public Schema Schema { get; private init; } = Schema.Default;

    /// <summary>Reads the files of a folder: <c>runtime.yaml</c>, else <c>runtime.conf</c>, and <c>harmonization.conf</c> where it is there.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="environment">The variables; those of <see cref="EnvironmentParameters.OfProcess"/> as a rule.</param>
    /// <exception cref="PipelineConfigurationException">The files cannot be read; each with its place.</exception>
    public static RuntimeConfiguration Load(string folder, IReadOnlyDictionary<string, string> environment)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(environment);
        string path = Path.Combine(folder, "runtime.yaml");
        if (!File.Exists(path) && File.Exists(Path.Combine(folder, "runtime.conf")))
            path = Path.Combine(folder, "runtime.conf");
        var complaints = new List<PipelineComplaint>();
        DocumentNode? root = null;
        Schema schema = Schema.Default;
        try
        {
            root = YamlTree.Read(File.ReadAllText(path), path, out PipelineComplaint? complaint);
            if (complaint is not null)
                complaints.Add(complaint);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            complaints.Add(new PipelineComplaint($"The file '{path}' cannot be read: {exception.Message}"));
        }

        string fields = Path.Combine(folder, "harmonization.conf");
        try
        {
            if (File.Exists(fields))
                schema = Schema.Load(fields);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException or InvalidDataException or ArgumentException)
        {
            complaints.Add(new PipelineComplaint($"The file '{fields}' cannot be used: {exception.Message}"));
        }

        if (complaints.Count > 0)
            throw new PipelineConfigurationException(complaints.AsEnumerable());
        return Of(root!, environment, schema);
    }

    /// <summary>Makes a configuration of a document.</summary>
    /// <param name="text">The document: YAML, or JSON.</param>
    /// <param name="source">Its name, for complaints.</param>
    /// <param name="environment">The variables.</param>
    /// <exception cref="PipelineConfigurationException">It cannot be read.</exception>
    public static RuntimeConfiguration Parse(string text, string? source, IReadOnlyDictionary<string, string> environment) => Parse(text, source, environment, Schema.Default);

    /// <summary>Makes a configuration of a document, for events with certain fields.</summary>
    /// <param name="text">The document: YAML, or JSON.</param>
    /// <param name="source">Its name, for complaints.</param>
    /// <param name="environment">The variables.</param>
    /// <param name="schema">The fields of events.</param>
    /// <exception cref="PipelineConfigurationException">It cannot be read.</exception>
    public static RuntimeConfiguration Parse(string text, string? source, IReadOnlyDictionary<string, string> environment, Schema schema)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(schema);
        return YamlTree.Read(text, source, out PipelineComplaint? complaint) is { } root
            ? Of(root, environment, schema)
            : throw new PipelineConfigurationException((IEnumerable<PipelineComplaint>)[complaint!]);
    }

    /// <summary>A parameter of all bots: the environment's, else that of the file.</summary>
    public DocumentNode? Parameter(string name)
        => Environment.LastOrDefault(entry => entry.Name == name)?.Value ?? Globals.LastOrDefault(entry => entry.Name == name)?.Value;

    /// <summary>
    /// The pipeline that the files mean. Queues that no bot of the files reads, and bots that are not in the catalogue, are foreign: others
    /// read and run them, over a broker that others see too.
    /// </summary>
    /// <param name="bots">The bots that a module path may name.</param>
    public PipelineDefinition ToDefinition(IEnumerable<BotDescriptor> bots)
    {
        ArgumentNullException.ThrowIfNull(bots);
        BotCatalog catalogue = bots as BotCatalog ?? new BotCatalog().Add(bots);
        PipelineDefinition definition = DefinitionReader.Read(EffectiveTree.Of(this));
        var complaints = new List<PipelineComplaint>(definition.Complaints);
        var all = new List<BotDefinition>();
        foreach (BotDefinition bot in definition.Bots)
        {
            // A path below IntelMQ's that IntelMQ does not have is a slip of the pen; others are bots in Python, IntelMQ's or somebody's own.
            bool isKnown = bot.Module.Length == 0 || catalogue.TryGet(bot.Module, out _)
                || (bot.Module.StartsWith("intelmq.bots.", StringComparison.Ordinal) && !BotCatalog.IsOfIntelMQ(bot.Module));
            if (!isKnown)
            {
                complaints.Add(new PipelineComplaint($"its module '{bot.Module}' is not there, so it is left to run elsewhere, beside this process.") { Bot = bot.Id, Parameter = "module", Place = bot.Place, IsWarning = true });
            }

            all.Add(bot with { IsForeign = bot.IsForeign || !isKnown });
        }

        var queues = new HashSet<string>(Bots.SelectMany(static bot => bot.Destinations).SelectMany(static path => path.Queues), StringComparer.Ordinal);
        var ids = new HashSet<string>(all.Select(static bot => bot.Id), StringComparer.Ordinal);
        foreach (BotDestination missing in definition.Bots.SelectMany(static bot => bot.Destinations).Where(destination => !ids.Contains(destination.BotId)).ToArray())
        {
            if (!ids.Add(missing.BotId))
                continue;
            complaints.Add(new PipelineComplaint($"no bot of the files reads the queue of '{missing.BotId}': what is sent there waits for somebody else.") { Bot = missing.BotId, Place = missing.Place, IsWarning = true });
            // A queue may have any name; those that end otherwise than IntelMQ's habit are kept as they are written.
            string? queue = queues.Contains(missing.BotId) && !queues.Contains(QueueName.Of(missing.BotId).Value) ? missing.BotId : null;
            all.Add(new BotDefinition { Id = missing.BotId, SourceQueue = queue, Group = ReceiverOf(missing, definition, catalogue), IsForeign = true, Place = missing.Place });
        }

        AddSenders(all, catalogue, complaints);

        return definition with { Bots = all, Complaints = complaints };
    }

    // What gets nothing but reports stands for a parser, and for an output else: whatever it is that reads the queue.
    private static BotKind ReceiverOf(BotDestination missing, PipelineDefinition definition, BotCatalog catalogue)
        => definition.Bots.All(bot => bot.Destinations.Where(destination => destination.BotId == missing.BotId).All(destination => GivesReports(bot, destination.Path, catalogue))) ? BotKind.Parser : BotKind.Output;

    private static bool GivesReports(BotDefinition sender, string path, BotCatalog catalogue)
        => KindOf(sender, catalogue) is { } kind && (kind == BotKind.Collector || (kind == BotKind.Parser && path == BotPath.OnError));

    private static BotKind? KindOf(BotDefinition bot, BotCatalog catalogue)
        => catalogue.TryGet(bot.Module, out BotDescriptor? known) ? known.Kind : bot.Group;

    // A bot that nobody of the files sends to may be fed by somebody else: by hand, or by a program of one's own.
    private static void AddSenders(List<BotDefinition> all, BotCatalog catalogue, List<PipelineComplaint> complaints)
    {
        var reached = new HashSet<string>(all.SelectMany(static bot => bot.Destinations).Select(static destination => destination.BotId), StringComparer.Ordinal);
        foreach (BotDefinition bot in all.Where(bot => bot.RunsHere && !reached.Contains(bot.Id) && KindOf(bot, catalogue) is not (BotKind.Collector or null)).ToArray())
        {
            complaints.Add(new PipelineComplaint("no bot of the files sends to it: it waits for what others put into its queue.") { Bot = bot.Id, Place = bot.Place, IsWarning = true });
            all.Add(SenderTo(bot, KindOf(bot, catalogue)));
        }
    }

    /// <summary>Stands for whoever else fills a bot's queue.</summary>
    internal static BotDefinition SenderTo(BotDefinition bot, BotKind? kind) => new()
    {
        Id = $"{bot.Id}.others",
        Group = kind == BotKind.Parser ? BotKind.Collector : BotKind.Expert,
        Destinations = [new BotDestination(BotPath.Default, bot.Id)],
        IsForeign = true,
        Place = bot.Place,
    };

    private static RuntimeConfiguration Of(DocumentNode root, IReadOnlyDictionary<string, string> environment, Schema schema)
    {
        if (root.Kind is not (DocumentKind.Map or DocumentKind.Null))
            throw new PipelineConfigurationException((IEnumerable<PipelineComplaint>)[new PipelineComplaint("The document is no map of bots.") { Place = root.Place }]);
        return new RuntimeConfiguration(root, EnvironmentParameters.Read(environment)) { Schema = schema };
    }
}
