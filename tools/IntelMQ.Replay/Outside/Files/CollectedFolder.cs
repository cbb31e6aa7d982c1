using System.Text.Json;
using System.Text.Json.Nodes;
using IntelMQ.Replay.Observed;

namespace IntelMQ.Replay.Outside.Files;

/// <summary>The folder that files are collected from: which are left.</summary>
internal sealed class CollectedFolder : WorkFolder
{
    private readonly List<FileStream> _locked = [];

    public CollectedFolder(ObservedCase question)
        : base(question)
    {
        if (!question.Outside.TryGetProperty("locked", out JsonElement locked))
            return;
        foreach (JsonElement name in locked.ValueKind == JsonValueKind.Array ? locked.EnumerateArray().ToArray() : [locked])
        {
            if (name.ValueKind == JsonValueKind.String)
                _locked.Add(new FileStream(System.IO.Path.Combine(Path, name.GetString()!), FileMode.Open, FileAccess.ReadWrite, FileShare.None));
        }
    }

    public override ValueTask ObserveAsync(JsonObject observed, CancellationToken cancellationToken)
    {
        foreach (FileStream file in _locked)
            file.Dispose();
        IEnumerable<string> left = Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories)
            .Select(file => System.IO.Path.GetRelativePath(Path, file))
            .Order(StringComparer.Ordinal);
        observed["files_after"] = new JsonArray([.. left.Select(static name => JsonValue.Create(name))]);
        if (observed["reports"] is JsonArray reports)
        {
            observed.Remove("reports");
            observed["reports_by_file"] = ByFile(reports);
        }

        return ValueTask.CompletedTask;
    }

    // Which file of a folder comes first is not the collector's to choose.
    private static JsonObject ByFile(JsonArray reports)
    {
        var byFile = new JsonObject();
        foreach (JsonNode? report in reports)
        {
            string name = report?["extra.file_name"]?.GetValue<string>() ?? "";
            if (byFile[name] is not JsonArray list)
                byFile[name] = list = [];
            list.Add(report?.DeepClone());
        }

        return byFile;
    }
}
