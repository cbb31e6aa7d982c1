using System.Text.Json.Nodes;
using IntelMQ.Replay.Observed;

namespace IntelMQ.Replay.Outside.Files;

/// <summary>The folder of an output that writes a file for each event: what is in them, not what they are called.</summary>
internal sealed class FilesFolder(ObservedCase question) : WorkFolder(question)
{
    private readonly string _folder = question.Parameter("dir")?.Replace("@DIR@/", "", StringComparison.Ordinal) ?? "in";
    private readonly string _temporary = question.Parameter("tmp")?.Replace("@DIR@/", "", StringComparison.Ordinal) ?? "tmp";

    public override ValueTask ObserveAsync(JsonObject observed, CancellationToken cancellationToken)
    {
        observed["dir_contents"] = new JsonArray([.. ContentsOf(_folder).Order(StringComparer.Ordinal).Select(static text => JsonValue.Create(text))]);
        observed["tmp_left"] = ContentsOf(_temporary).Count();
        return ValueTask.CompletedTask;
    }

    private IEnumerable<string> ContentsOf(string folder)
    {
        string path = System.IO.Path.Combine(Path, folder);
        return Directory.Exists(path) ? Directory.EnumerateFiles(path).Select(File.ReadAllText) : [];
    }
}
