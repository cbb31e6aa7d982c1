using IntelMQ.Pipelines;

namespace IntelMQ.Hosting.Configuration;

/// <summary>A bot as the files and the environment have it, before anything is made of it.</summary>
public sealed class RuntimeBot
{
    private static readonly string[] SettingNames = ["module", "group", "name", "description", "enabled", "run_mode"];

    private static readonly string[] Passed = [.. SettingNames, "parameters", "groupname", "bot_id", "cron", "cron_zone", "cron_jitter"];

    private readonly DocumentNode _node;
    private readonly IReadOnlyList<DocumentEntry> _global;
    private readonly IReadOnlyList<DocumentEntry> _environment;

    internal RuntimeBot(string id, DocumentNode node, IReadOnlyList<DocumentEntry> global, IReadOnlyList<DocumentEntry> environment)
    {
        Id = id;
        _node = node;
        _global = global;
        _environment = environment;
    }

    /// <summary>The bot's id.</summary>
    public string Id { get; }

    /// <summary>What the file says of the bot itself: <c>module</c>, <c>group</c>, <c>name</c>, <c>description</c>, <c>enabled</c>, <c>run_mode</c>.</summary>
    public DocumentNode? Setting(string name) => Find(_node.Entries, name);

    /// <summary>Whether the bot is started with the others: where nothing is said it is; an empty value counts as no, as in IntelMQ.</summary>
    public bool IsEnabled => Setting("enabled") is not { } enabled || IsTrue(enabled);

    /// <summary>The settings that are passed over: such as nobody knows, and such as have no value.</summary>
    public IReadOnlyList<string> IgnoredSettings =>
    [
        .. _node.Entries.Where(static entry => !Passed.Contains(entry.Name) || (SettingNames.Contains(entry.Name) && !IsTrue(entry.Value))).Select(static entry => entry.Name).Order(StringComparer.Ordinal),
    ];

    /// <summary>The queue that the bot reads.</summary>
    public string SourceQueue => Parameter("source_queue") is { IsScalar: true } queue ? queue.Text : $"{Id}-queue";

    /// <summary>The queues that the bot sends to, by path.</summary>
    public IReadOnlyList<(string Path, IReadOnlyList<string> Queues)> Destinations => QueuesOf(Parameter("destination_queues"));

    /// <summary>
    /// A parameter's value: the environment's, else the bot's own, else what the file says of the bot itself, else that of all bots.
    /// </summary>
    /// <returns><see langword="null"/> where nobody says anything.</returns>
    public DocumentNode? Parameter(string name)
        => Find(_environment, name)
            ?? Find(Setting("parameters")?.Entries ?? [], name)
            ?? (SettingNames.Contains(name) && Setting(name) is { } setting && IsTrue(setting) ? setting : null)
            ?? Find(_global, name);

    /// <summary>The names of all parameters that somebody says something of.</summary>
    public IReadOnlySet<string> ParameterNames
        => new SortedSet<string>([.. _environment.Concat(Setting("parameters")?.Entries ?? []).Concat(_global).Select(static entry => entry.Name)], StringComparer.Ordinal);

    /// <summary>The queues of destinations in one of IntelMQ's three forms: names parted by blanks, a list, or either of them by path.</summary>
    internal static IReadOnlyList<(string Path, IReadOnlyList<string> Queues)> QueuesOf(DocumentNode? node)
    {
        if (node is null)
            return [];
        if (node.Kind == DocumentKind.Map)
            return [.. node.Entries.Select(static entry => (entry.Name, (IReadOnlyList<string>)Names(entry.Value)))];
        string[] all = Names(node);
        return all.Length == 0 ? [] : [("_default", all)];
    }

    internal static bool IsTrue(DocumentNode node) => node.Kind switch
    {
        DocumentKind.Null => false,
        DocumentKind.Boolean => node.Text == "true",
        DocumentKind.Number => node.Text is not ("0" or "0.0"),
        DocumentKind.Text => node.Text.Length > 0,
        DocumentKind.List => node.Items.Count > 0,
        _ => node.Entries.Count > 0,
    };

    private static string[] Names(DocumentNode node) => node.Kind switch
    {
        DocumentKind.Text or DocumentKind.Number => node.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
        DocumentKind.List => [.. node.Items.Where(static item => item.IsScalar && item.Text.Length > 0).Select(static item => item.Text)],
        _ => [],
    };

    private static DocumentNode? Find(IReadOnlyList<DocumentEntry> entries, string name) => entries.LastOrDefault(entry => entry.Name == name)?.Value;
}
