using System.Text;
using IntelMQ.Pipelines;

namespace IntelMQ.Hosting.Configuration.Writing;

/// <summary>Makes of the difference between two definitions changes of the file that means the first.</summary>
internal static class DefinitionEdits
{
    private const string Global = "global";
    private const string Parameters = "parameters";
    private const string Destinations = "destination_queues";

    public static void Apply(DocumentText document, PipelineDefinition before, PipelineDefinition after)
    {
        Replace(document, Written(before), Written(after));
    }

    /// <summary>Makes of the difference between two documents changes of a file that holds the first, and perhaps more.</summary>
    public static void Replace(DocumentText document, DocumentNode old, DocumentNode now)
    {
        Entries(document, [Global], DocumentTree.At(old, [Global]), DocumentTree.At(now, [Global]));
        foreach (DocumentEntry gone in old.Entries.Where(entry => entry.Name != Global && DocumentTree.At(now, [entry.Name]) is null))
            document.Set([gone.Name], null);
        foreach (DocumentEntry bot in now.Entries.Where(static entry => entry.Name != Global))
        {
            if (DocumentTree.At(old, [bot.Name]) is not { } was)
            {
                document.Set([bot.Name], bot.Value);
                continue;
            }

            Entries(document, [bot.Name], Without(was), Without(bot.Value));
            Entries(document, [bot.Name, Parameters], DocumentTree.At(was, [Parameters]), DocumentTree.At(bot.Value, [Parameters]));
        }
    }

    // A bot that stands only for a queue that others read or fill is in no file.
    private static DocumentNode Written(PipelineDefinition definition)
    {
        PipelineDefinition own = definition with
        {
            Bots = [.. definition.Bots.Where(static bot => !(bot.IsForeign && bot.Module.Length == 0)).Select(static bot => bot with { IsForeign = false, CollectInterval = null })],
        };
        // Queues that are in no file keep the names by which they are sent to.
        var foreign = definition.Bots.Where(static bot => bot.IsForeign && bot.Module.Length == 0 && bot.SourceQueue is not null).ToDictionary(static bot => bot.Id, static bot => bot.SourceQueue!, StringComparer.Ordinal);
        string json = DefinitionWriter.ToJson(own, DefinitionForm.IntelMQ);
        DocumentNode root = DocumentNode.FromJson(Encoding.UTF8.GetBytes(json), null, out _)!;
        if (foreign.Count == 0)
            return root;
        return DocumentNode.OfMap([.. root.Entries.Select(entry => entry with { Value = Renamed(entry.Value, foreign) })], null);
    }

    private static DocumentNode Renamed(DocumentNode bot, Dictionary<string, string> foreign)
    {
        if (DocumentTree.At(bot, [Parameters, Destinations]) is not { Kind: DocumentKind.Map } paths)
            return bot;
        Dictionary<string, string> queues = foreign.ToDictionary(static pair => QueueName.Of(pair.Key).Value, static pair => pair.Value, StringComparer.Ordinal);
        DocumentNode renamed = DocumentNode.OfMap(
            [.. paths.Entries.Select(path => path with { Value = DocumentNode.OfList([.. path.Value.Items.Select(item => queues.TryGetValue(item.Text, out string? name) ? DocumentNode.OfText(name, null) : item)], null) })],
            null);
        return DocumentTree.With(bot, [Parameters, Destinations], renamed);
    }

    private static void Entries(DocumentText document, string[] path, DocumentNode? before, DocumentNode? after)
    {
        foreach (DocumentEntry gone in before?.Entries.Where(entry => after is null || DocumentTree.At(after, [entry.Name]) is null) ?? [])
            document.Set([.. path, gone.Name], null);
        foreach (DocumentEntry entry in after?.Entries ?? [])
        {
            DocumentNode? was = before is null ? null : DocumentTree.At(before, [entry.Name]);
            if (was is null || !DocumentTree.AreSame(was, entry.Value, isOrdered: true))
                document.Set([.. path, entry.Name], entry.Value);
        }
    }

    private static DocumentNode Without(DocumentNode bot) => DocumentTree.With(bot, [Parameters], null);
}
