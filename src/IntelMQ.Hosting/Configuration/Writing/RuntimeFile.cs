using IntelMQ.Bots;
using IntelMQ.Pipelines;

namespace IntelMQ.Hosting.Configuration.Writing;

/// <summary>
/// A <c>runtime.yaml</c>, or a <c>runtime.conf</c> in JSON, that is changed: what is not changed keeps its bytes, comments, order, quotation marks and
/// what nobody knows counted. Nothing is written before <see cref="Save"/>. Not to be used by two threads at once.
/// </summary>
/// <remarks>
/// Every change throws <see cref="PipelineConfigurationException"/>, and changes nothing, where it names a bot that is not there (or that is there,
/// for one to be added), and where the value cannot be written without changing another, such as one that bots share by an anchor.
/// </remarks>
public sealed class RuntimeFile
{
    private const string Global = "global";
    private const string Parameters = "parameters";
    private const string DestinationQueues = "destination_queues";

    private readonly DocumentText _document;
    private readonly StoredFile? _file;

    private RuntimeFile(DocumentText document, StoredFile? file)
    {
        _document = document;
        _file = file;
    }

    /// <summary>The document as it is now.</summary>
    public string Text => _document.Text;

    /// <summary>What the document holds now.</summary>
    public DocumentNode Root => _document.Root;

    /// <summary>The ids of the bots, in the document's order.</summary>
    public IReadOnlyList<string> Bots => [.. Root.Entries.Where(static entry => entry.Name != Global).Select(static entry => entry.Name)];

    /// <summary>The file; <see langword="null"/> for a document that has none.</summary>
    public string? Path => _file?.Path;

    /// <summary>Reads a file; where a link leads elsewhere, that is what is written.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="PipelineConfigurationException">It is no YAML, no UTF-8 or no map.</exception>
    public static RuntimeFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        StoredFile file = StoredFile.Open(path, out string text);
        return new RuntimeFile(DocumentText.Parse(text, path), file);
    }

    /// <summary>Reads the file of a configuration's folder: <c>runtime.yaml</c>, else <c>runtime.conf</c>.</summary>
    /// <inheritdoc cref="Open"/>
    public static RuntimeFile OpenFolder(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string yaml = System.IO.Path.Combine(folder, "runtime.yaml");
        string json = System.IO.Path.Combine(folder, "runtime.conf");
        return Open(!File.Exists(yaml) && File.Exists(json) ? json : yaml);
    }

    /// <summary>Reads a document that is no file.</summary>
    /// <exception cref="PipelineConfigurationException">It is no YAML or no map.</exception>
    public static RuntimeFile Parse(string text, string? source = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new RuntimeFile(DocumentText.Parse(text, source), null);
    }

    /// <summary>What the file says of a bot; <see langword="null"/> where there is no such bot.</summary>
    public DocumentNode? Find(string bot) => bot == Global ? null : DocumentTree.At(Root, [bot]);

    /// <summary>Sets what stands beside a bot's <c>module</c>, such as <c>enabled</c>; <see langword="null"/> takes it out.</summary>
    public void SetSetting(string bot, string name, DocumentNode? value)
    {
        Known(bot);
        ArgumentException.ThrowIfNullOrEmpty(name);
        _document.Set([bot, name], value);
    }

    /// <summary>Sets one of a bot's <c>parameters</c>; <see langword="null"/> takes it out.</summary>
    public void SetParameter(string bot, string name, DocumentNode? value)
    {
        Known(bot);
        ArgumentException.ThrowIfNullOrEmpty(name);
        _document.Set([bot, Parameters, name], value);
    }

    /// <summary>Sets a parameter of all bots; <see langword="null"/> takes it out.</summary>
    public void SetGlobal(string name, DocumentNode? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        _document.Set([Global, name], value);
    }

    /// <summary>The queues that a bot sends to, by path.</summary>
    public IReadOnlyList<(string Path, IReadOnlyList<string> Queues)> DestinationsOf(string bot) => RuntimeBot.QueuesOf(DocumentTree.At(Known(bot), [Parameters, DestinationQueues]));

    /// <summary>Sets the queues that a bot sends to along a path; none takes the path out.</summary>
    public void SetDestinations(string bot, string path, IReadOnlyList<string> queues)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(queues);
        var paths = DestinationsOf(bot).ToList();
        int at = paths.FindIndex(one => one.Path == path);
        if (at >= 0 && paths[at].Queues.SequenceEqual(queues))
            return;
        if (queues.Count == 0 && at < 0)
            return;
        if (queues.Count == 0)
            paths.RemoveAt(at);
        else if (at >= 0)
            paths[at] = (path, queues);
        else
            paths.Add((path, queues));
        DocumentNode? written = DocumentTree.At(Known(bot), [Parameters, DestinationQueues]);
        // The forms that name no path stay where there is none but the one.
        DocumentNode? value = paths switch
        {
            [] => null,
            [(BotPath.Default, var only)] when written is { Kind: DocumentKind.Text } => DocumentNode.OfText(string.Join(' ', only), null),
            [(BotPath.Default, var only)] when written is { Kind: DocumentKind.List } => List(only),
            _ => DocumentNode.OfMap([.. paths.Select(static one => new DocumentEntry(one.Path, List(one.Queues), null))], null),
        };
        _document.Set([bot, Parameters, DestinationQueues], value);
    }

    /// <summary>Adds a bot behind the others.</summary>
    /// <param name="bot">The id, one that IntelMQ takes.</param>
    /// <param name="settings">The map of <c>module</c>, <c>group</c>, <c>parameters</c> and so on.</param>
    public void AddBot(string bot, DocumentNode settings)
    {
        ArgumentException.ThrowIfNullOrEmpty(bot);
        ArgumentNullException.ThrowIfNull(settings);
        Free(bot);
        _document.Set([bot], settings);
    }

    /// <summary>Takes a bot out, and its queue out of what others send to. What waits in the queue stays there.</summary>
    public void RemoveBot(string bot)
    {
        string queue = QueueOf(bot, Known(bot));
        _document.Set([bot], null);
        if (Bots.All(other => QueueOf(other, Find(other)!) != queue))
            ReplaceQueue(queue, null);
    }

    /// <summary>Gives a bot another id; its queue, where that is named by the id, is another then, and others send to it. What waits in the old one stays there.</summary>
    public void RenameBot(string bot, string newId)
    {
        ArgumentException.ThrowIfNullOrEmpty(newId);
        string queue = QueueOf(bot, Known(bot));
        if (bot == newId)
            return;
        Free(newId);
        _document.Rename(bot, newId);
        if (Find(newId) is { } renamed && DocumentTree.At(renamed, ["bot_id"]) is { } id && id.Text == bot)
            _document.Set([newId, "bot_id"], DocumentNode.OfText(newId, null));
        string newQueue = QueueOf(newId, Find(newId)!);
        if (newQueue != queue)
            ReplaceQueue(queue, newQueue);
    }

    /// <summary>Makes the document hold what another does; what is the same in both is not touched.</summary>
    /// <param name="root">A map of bots, with the parameters of all as <c>global</c>.</param>
    public void SetAll(DocumentNode root)
    {
        ArgumentNullException.ThrowIfNull(root);
        DefinitionEdits.Replace(_document, Root, root);
    }

    /// <summary>Changes the file so that it means <paramref name="after"/> where it meant <paramref name="before"/>; what is the same in both is not touched.</summary>
    /// <param name="before">What the file means, as <see cref="RuntimeConfiguration.ToDefinition"/> gives it.</param>
    /// <param name="after">What it is to mean.</param>
    /// <exception cref="InvalidOperationException">A bot is an object or a factory in code, which no file can name.</exception>
    public void Apply(PipelineDefinition before, PipelineDefinition after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        DefinitionEdits.Apply(_document, before, after);
    }

    /// <summary>
    /// Writes the file where something changed: as a whole or not at all, with the mode and owner that it had. The one before is beside it, with the
    /// ending <c>.bak</c>.
    /// </summary>
    /// <exception cref="ConfigurationChangedException">Somebody else changed the file since it was read; nothing was written.</exception>
    /// <exception cref="IOException">It cannot be written, or somebody else is writing it.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    /// <exception cref="InvalidOperationException">The document has no file.</exception>
    public void Save()
    {
        if (_file is null)
            throw new InvalidOperationException("The document has no file.");
        _file.Save(Text);
    }

    private DocumentNode Known(string bot)
        => Find(bot) ?? throw Refusal(bot, $"there is no bot '{bot}' in the file.");

    private void Free(string bot)
    {
        if (bot == Global)
            throw Refusal(bot, "'global' names the parameters of all bots, and so no bot.");
        if (Find(bot) is not null)
            throw Refusal(bot, $"there is a bot '{bot}' already.");
    }

    private void ReplaceQueue(string queue, string? by)
    {
        foreach (string bot in Bots)
        {
            foreach ((string path, IReadOnlyList<string> queues) in DestinationsOf(bot))
            {
                if (queues.Contains(queue))
                    SetDestinations(bot, path, [.. queues.Where(other => by is not null || other != queue).Select(other => other == queue ? by! : other).Distinct()]);
            }
        }
    }

    private static string QueueOf(string bot, DocumentNode settings)
        => DocumentTree.At(settings, [Parameters, "source_queue"]) is { IsScalar: true, Text.Length: > 0 } queue ? queue.Text : QueueName.Of(bot).Value;

    private static DocumentNode List(IReadOnlyList<string> queues) => DocumentNode.OfList([.. queues.Select(static queue => DocumentNode.OfText(queue, null))], null);

    private static PipelineConfigurationException Refusal(string bot, string message)
        => new((IEnumerable<PipelineComplaint>)[new PipelineComplaint(message) { Bot = bot }]);
}
