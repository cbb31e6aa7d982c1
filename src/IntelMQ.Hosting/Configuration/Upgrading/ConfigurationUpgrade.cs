using System.Text;
using IntelMQ.Bots;
using IntelMQ.Hosting.Configuration.Writing;
using IntelMQ.Pipelines;

namespace IntelMQ.Hosting.Configuration.Upgrading;

/// <summary>Makes today's files of those of earlier releases of IntelMQ; nothing is written.</summary>
public sealed class ConfigurationUpgrade
{
    private const string RuntimeYaml = "runtime.yaml";
    private const string RuntimeConf = "runtime.conf";
    private const string PipelineConf = "pipeline.conf";
    private const string DefaultsConf = "defaults.conf";
    private const string Harmonization = "harmonization.conf";

    private readonly List<string> _changes = [];

    private ConfigurationUpgrade()
    {
    }

    /// <summary>What changes, a sentence each; empty where the files are today's.</summary>
    public IReadOnlyList<string> Changes => _changes;

    /// <summary>The text of <c>runtime.yaml</c>; <see langword="null"/> where it stays.</summary>
    public string? Runtime { get; private set; }

    /// <summary>The text of <c>harmonization.conf</c>; <see langword="null"/> where it stays.</summary>
    public string? Fields { get; private set; }

    /// <summary>The files whose contents are in the new ones, and which are in the way of them: nobody reads them any more.</summary>
    public IReadOnlyList<string> Obsolete { get; private set; } = [];

    /// <summary>Reads a folder.</summary>
    /// <param name="folder">The folder of the files: of 3.x (<c>runtime.yaml</c>, or <c>runtime.conf</c>), or of 2.x (<c>runtime.conf</c>, <c>pipeline.conf</c>, <c>defaults.conf</c>).</param>
    /// <param name="bots">The bots that there are: a module that has another path today gets it.</param>
    /// <exception cref="PipelineConfigurationException">A file cannot be read.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static ConfigurationUpgrade Read(string folder, BotCatalog bots)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(bots);
        var upgrade = new ConfigurationUpgrade();
        string yaml = Path.Combine(folder, RuntimeYaml);
        string json = Path.Combine(folder, RuntimeConf);
        RuntimeFile file;
        if (File.Exists(yaml))
        {
            file = RuntimeFile.Open(yaml);
            foreach (string old in (string[])[PipelineConf, DefaultsConf])
            {
                if (File.Exists(Path.Combine(folder, old)))
                    upgrade._changes.Add($"{old} is passed over, since there is a {RuntimeYaml}: take it away when nothing of it is missing.");
            }
        }
        else if (File.Exists(json))
        {
            file = upgrade.OldFiles(folder, json);
        }
        else
        {
            throw new IOException($"There is neither a {RuntimeYaml} nor a {RuntimeConf} in '{folder}'.");
        }

        string before = file.Text;
        foreach (string bot in file.Bots)
            upgrade.Upgrade(file, bot, bots);
        if (!File.Exists(yaml) || file.Text != before)
            upgrade.Runtime = file.Text;
        string fields = Path.Combine(folder, Harmonization);
        if (File.Exists(fields))
            upgrade.Fields = FieldsUpgrade.Upgrade(File.ReadAllBytes(fields), fields, upgrade._changes) is { } text ? Encoding.UTF8.GetString(text) : null;
        return upgrade;
    }

    // All into one file: the queues become parameters of the bots, the defaults those of all bots.
    private RuntimeFile OldFiles(string folder, string runtime)
    {
        DocumentNode bots = Map(runtime);
        DocumentNode? pipeline = File.Exists(Path.Combine(folder, PipelineConf)) ? Map(Path.Combine(folder, PipelineConf)) : null;
        DocumentNode? defaults = File.Exists(Path.Combine(folder, DefaultsConf)) ? Map(Path.Combine(folder, DefaultsConf)) : null;
        RuntimeFile file = RuntimeFile.Parse("");
        foreach (DocumentEntry entry in defaults?.Entries ?? [])
        {
            // The one broker of 2.x is today's two.
            foreach (string name in entry.Name == "broker" ? (string[])["source_pipeline_broker", "destination_pipeline_broker"] : [entry.Name])
                file.SetGlobal(name, entry.Value);
        }

        foreach (DocumentEntry entry in bots.Entries)
        {
            if (entry.Name == "global")
            {
                foreach (DocumentEntry parameter in entry.Value.Entries)
                    file.SetGlobal(parameter.Name, parameter.Value);
                continue;
            }

            file.AddBot(entry.Name, entry.Value);
            DocumentNode? queues = pipeline?.Entries.LastOrDefault(bot => bot.Name == entry.Name)?.Value;
            foreach (DocumentEntry queue in queues?.Entries ?? [])
            {
                if (queue.Name == "source-queue" && queue.Value.Text != $"{entry.Name}-queue")
                    file.SetParameter(entry.Name, "source_queue", queue.Value);
                else if (queue.Name == "destination-queues")
                    file.SetParameter(entry.Name, "destination_queues", queue.Value.Kind == DocumentKind.Map ? queue.Value : DocumentNode.OfMap([new DocumentEntry("_default", queue.Value, null)], null));
            }
        }

        string[] obsolete = [.. new[] { RuntimeConf, PipelineConf, DefaultsConf }.Select(name => Path.Combine(folder, name)).Where(File.Exists)];
        Obsolete = obsolete;
        _changes.Add($"{string.Join(", ", obsolete.Select(Path.GetFileName))} become {RuntimeYaml}.");
        return file;
    }

    private void Upgrade(RuntimeFile file, string bot, BotCatalog bots)
    {
        if (Text(file, bot, "module") is not { } module)
            return;
        string today = RenamedModules.Today(module);
        if (today == module && bots.TryGet(module, out BotDescriptor? known) && known.Module != module && !BotCatalog.IsOfIntelMQ(module))
            today = known.Module;
        if (today != module)
        {
            file.SetSetting(bot, "module", DocumentNode.OfText(today, null));
            _changes.Add($"{bot}: the module {module} is {today} today.");
        }

        foreach ((string name, string value) in RenamedModules.ParametersOf(module))
        {
            if (Parameter(file, bot, name) is not null)
                continue;
            file.SetParameter(bot, name, DocumentNode.OfText(value, null));
            _changes.Add($"{bot}: the parameter {name} is {value}, which its old module stood for.");
        }

        // What a collector's feed is called.
        if (Text(file, bot, "group") == "Collector" && Parameter(file, bot, "feed") is { } feed)
        {
            if (Parameter(file, bot, "name") is null)
                file.SetParameter(bot, "name", feed);
            file.SetParameter(bot, "feed", null);
            _changes.Add($"{bot}: the parameter feed is called name today.");
        }
    }

    private static DocumentNode? Parameter(RuntimeFile file, string bot, string name)
        => file.Find(bot)?.Entries.LastOrDefault(static entry => entry.Name == "parameters")?.Value.Entries.LastOrDefault(entry => entry.Name == name)?.Value;

    private static string? Text(RuntimeFile file, string bot, string name)
        => file.Find(bot)?.Entries.LastOrDefault(entry => entry.Name == name)?.Value is { Kind: DocumentKind.Text } value ? value.Text : null;

    private static DocumentNode Map(string path)
    {
        DocumentNode? root = YamlTree.Read(File.ReadAllText(path), path, out PipelineComplaint? complaint);
        if (root is null)
            throw new PipelineConfigurationException([complaint!]);
        return root.Kind is DocumentKind.Map or DocumentKind.Null ? root : throw new PipelineConfigurationException([new PipelineComplaint("The document is no map.") { Place = root.Place }]);
    }
}
