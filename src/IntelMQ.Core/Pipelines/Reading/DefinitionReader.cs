using IntelMQ.Bots;
using Microsoft.Extensions.Configuration;

namespace IntelMQ.Pipelines;

/// <summary>
/// Reads a definition. There are two forms. Our own is a map with <c>bots</c> (by id), <c>global</c> (parameters of all bots) and the settings of
/// the pipeline (<c>id</c>, <c>batch_size</c>, <c>collect_interval</c>, ...). IntelMQ's, that of its <c>runtime.yaml</c>, is a map of bots by id,
/// and <c>global</c>. A bot is the same in both: <c>module</c>, <c>parameters</c>, <c>destinations</c> or IntelMQ's
/// <c>parameters.destination_queues</c>, <c>group</c>, <c>name</c>, <c>description</c>, <c>enabled</c>, <c>run_mode</c>, and the settings that have
/// the names of <see cref="BotDefinition"/>'s properties.
/// </summary>
public static class DefinitionReader
{
    private const string Bots = "Bots";
    private const string Global = "Global";

    /// <summary>Reads JSON.</summary>
    /// <param name="utf8Json">The document.</param>
    /// <param name="source">The document's name, for complaints.</param>
    /// <returns>What could be read; what is wrong is in <see cref="PipelineDefinition.Complaints"/>.</returns>
    public static PipelineDefinition FromJson(ReadOnlySpan<byte> utf8Json, string? source)
        => JsonDocumentTree.Read(utf8Json, source, out PipelineComplaint? complaint) is { } root ? Read(root) : new PipelineDefinition { Complaints = [complaint!] };

    /// <summary>Reads a section of .NET configuration, which is in our own form, its names in any case.</summary>
    /// <remarks>Configuration keeps texts only, and sorts names: a map whose order matters is given as a text that holds JSON.</remarks>
    /// <param name="section">The section.</param>
    /// <returns>What could be read; what is wrong is in <see cref="PipelineDefinition.Complaints"/>.</returns>
    public static PipelineDefinition FromConfiguration(IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        DocumentNode root = ConfigurationTree.Read(section);
        var context = new ReadingContext(ParameterSource.Text);
        string place = section.GetSection(Bots).Path;
        return Own(root, context, $"the configuration names no bots; they belong into {place}.");
    }

    /// <summary>Reads a document's tree in either form.</summary>
    /// <param name="root">The document.</param>
    /// <returns>What could be read; what is wrong is in <see cref="PipelineDefinition.Complaints"/>.</returns>
    public static PipelineDefinition Read(DocumentNode root)
    {
        ArgumentNullException.ThrowIfNull(root);
        if (IsOwnForm(root))
            return Own(root, new ReadingContext(ParameterSource.Configuration), "the document names no bots; they belong into bots.");
        var context = new ReadingContext(ParameterSource.IntelMQ);
        return root.Kind == DocumentKind.Map ? IntelMQ(root, context) : Refuse(root, context);
    }

    // A bot of IntelMQ's form that is called "bots" has a module.
    private static bool IsOwnForm(DocumentNode root)
        => root.Entries.LastOrDefault(static entry => SettingNames.AreSame(entry.Name, Bots)) is { } bots
            && !bots.Value.Entries.Any(static entry => SettingNames.AreSame(entry.Name, nameof(BotDefinition.Module)) && entry.Value.IsScalar);

    private static PipelineDefinition Own(DocumentNode root, ReadingContext context, string noBots)
    {
        var settings = new SettingsReader(context, null, root);
        var definition = new PipelineDefinition
        {
            Id = settings.Text(nameof(PipelineDefinition.Id)) ?? PipelineDefinition.DefaultId,
            QueueCapacity = settings.Number(nameof(PipelineDefinition.QueueCapacity)),
            ReportCapacity = settings.Number(nameof(PipelineDefinition.ReportCapacity)),
            BatchSize = settings.Number(nameof(PipelineDefinition.BatchSize)),
            StopTimeout = settings.Time(nameof(PipelineDefinition.StopTimeout)),
            CollectInterval = settings.Time(nameof(PipelineDefinition.CollectInterval)),
            Retry = settings.Retry(),
        };
        ParameterSource source = BotReader.SourceOf(settings, context.Source);
        definition = definition with { Parameters = GlobalOf(settings.Node(Global), source, context) };
        DocumentNode? bots = settings.Node(Bots);
        settings.CheckNames();
        IReadOnlyList<DocumentEntry> entries = EntriesOf(bots, settings);
        if (entries.Count == 0 && context.Complaints.TrueForAll(static complaint => complaint.Parameter != Bots))
            context.Complain(null, Bots, noBots, root.Place);
        return WithBots(definition, entries, source, context);
    }

    private static PipelineDefinition IntelMQ(DocumentNode root, ReadingContext context)
    {
        DocumentEntry? global = root.Entries.LastOrDefault(static entry => entry.Name == "global");
        var definition = new PipelineDefinition { Parameters = GlobalOf(global?.Value, context.Source, context) };
        DocumentEntry[] bots = [.. root.Entries.Where(static entry => entry.Name != "global")];
        if (bots.Length == 0)
            context.Complain(null, Bots, "the document names no bots.", root.Place);
        return WithBots(definition, bots, context.Source, context);
    }

    private static PipelineDefinition Refuse(DocumentNode root, ReadingContext context)
    {
        context.Complain(null, null, "the document is no map of bots.", root.Place);
        return new PipelineDefinition { Complaints = context.Complaints };
    }

    private static PipelineDefinition WithBots(PipelineDefinition definition, IReadOnlyList<DocumentEntry> entries, ParameterSource source, ReadingContext context)
    {
        BotReader[] bots = [.. entries.Select(entry => new BotReader(entry, source, context))];
        var names = new BotNames(bots.Select(static bot => bot.Definition), ignoreCase: context.Source == ParameterSource.Text);
        return definition with { Bots = [.. bots.Select(bot => bot.Connect(names))], Complaints = context.Complaints };
    }

    private static IReadOnlyList<DocumentEntry> EntriesOf(DocumentNode? bots, SettingsReader settings)
    {
        if (bots is { Kind: DocumentKind.List } or { IsScalar: true, Text.Length: > 0 })
            settings.Refuse<string>(Bots, bots, "a map of bots by id");
        return bots?.Entries ?? [];
    }

    private static ParameterValues GlobalOf(DocumentNode? node, ParameterSource source, ReadingContext context)
    {
        if (node is null or { Kind: DocumentKind.Null } or { Kind: DocumentKind.Text, Text.Length: 0 })
            return ParameterValues.Empty;
        if (node.Kind == DocumentKind.Map)
            return context.Parameters(null, node.Entries, source);
        context.Complain(null, Global, $"{context.Shown(Global)} is no map of parameters.", node.Place);
        return ParameterValues.Empty;
    }
}
