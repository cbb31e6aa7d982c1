using System.Text.Json;
using System.Text.Json.Nodes;
using IntelMQ.Replay.Observed;

namespace IntelMQ.Replay.Outside.Files;

/// <summary>An empty folder, <c>@DIR@</c>, with the case's files in it. Goes with the case.</summary>
internal class WorkFolder : IOutside
{
    public WorkFolder(ObservedCase question)
        : this(question, "")
    {
    }

    /// <summary>Makes the folder.</summary>
    /// <param name="question">The case, whose files are written.</param>
    /// <param name="below">Where in the folder they are written.</param>
    protected WorkFolder(ObservedCase question, string below)
    {
        Path = Directory.CreateTempSubdirectory("intelmq-replay-").FullName;
        if (!question.Outside.TryGetProperty("files", out JsonElement files) || files.ValueKind != JsonValueKind.Object)
            return;
        foreach (JsonProperty file in files.EnumerateObject())
        {
            string path = System.IO.Path.Combine(Path, below, file.Name);
            // What holds nothing at all is a folder.
            Directory.CreateDirectory(file.Value.ValueKind == JsonValueKind.Null ? path : System.IO.Path.GetDirectoryName(path)!);
            if (file.Value.ValueKind == JsonValueKind.Null)
                continue;
            File.WriteAllBytes(path, Bytes.Of(file.Value));
            // Nobody writes it any more.
            File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch.AddYears(30));
        }
    }

    /// <summary>The folder's full path.</summary>
    public string Path { get; }

    public void Describe(Placeholders placeholders) => placeholders.Add("@DIR@", Path);

    /// <summary>All files below the folder and what is in them.</summary>
    public virtual ValueTask ObserveAsync(JsonObject observed, CancellationToken cancellationToken)
    {
        var files = new JsonObject();
        foreach (string file in Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            files[System.IO.Path.GetRelativePath(Path, file)] = Bytes.ToJson(File.ReadAllBytes(file));
        observed["files"] = files;
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
        return ValueTask.CompletedTask;
    }
}
