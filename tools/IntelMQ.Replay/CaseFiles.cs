using System.Text.Json;

namespace IntelMQ.Replay;

/// <summary>The files of a case, in a folder of their own that goes with the case.</summary>
internal sealed class CaseFiles : IDisposable
{
    private readonly Dictionary<string, string> _paths = new(StringComparer.Ordinal);
    private readonly string? _folder;

    public CaseFiles(JsonElement question)
    {
        if (!question.TryGetProperty("files", out JsonElement files) || files.ValueKind != JsonValueKind.Object)
            return;
        foreach (JsonProperty file in files.EnumerateObject())
        {
            _folder ??= Directory.CreateTempSubdirectory("intelmq-replay-").FullName;
            string path = Path.Combine(_folder, Path.GetFileName(file.Name));
            File.WriteAllBytes(path, file.Value.GetBytesFromBase64());
            _paths.Add(file.Name, path);
        }
    }

    /// <summary>The path of a file that a parameter names as <c>file:NAME</c>; other texts stay as they are.</summary>
    public string Resolve(string parameter)
        => parameter.StartsWith("file:", StringComparison.Ordinal) && _paths.TryGetValue(parameter["file:".Length..], out string? path) ? path : parameter;

    public void Dispose()
    {
        if (_folder is not null && Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }
}
