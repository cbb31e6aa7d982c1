using System.Text.Json;
using System.Text.Json.Nodes;
using IntelMQ.Replay.Observed;

namespace IntelMQ.Replay.Outside.Files;

/// <summary>One old file, <c>f</c>: whether it was touched.</summary>
internal sealed class TouchedFile : WorkFolder
{
    private readonly DateTime _old;

    public TouchedFile(ObservedCase question)
        : base(question)
    {
        _old = question.Outside.TryGetProperty("old_mtime", out JsonElement seconds) && seconds.TryGetInt64(out long old)
            ? DateTimeOffset.FromUnixTimeSeconds(old).UtcDateTime
            : DateTime.UnixEpoch;
        if (File.Exists(FilePath))
        {
            File.SetLastWriteTimeUtc(FilePath, _old);
            File.SetLastAccessTimeUtc(FilePath, _old);
        }
    }

    private string FilePath => System.IO.Path.Combine(Path, "f");

    public override ValueTask ObserveAsync(JsonObject observed, CancellationToken cancellationToken)
    {
        bool exists = File.Exists(FilePath);
        DateTime written = exists ? File.GetLastWriteTimeUtc(FilePath) : _old;
        observed["file"] = new JsonObject
        {
            ["exists"] = exists,
            ["mtime_now"] = exists && written > _old.AddYears(1),
            ["atime_equals_mtime"] = false,
            ["content"] = exists ? Bytes.ToJson(File.ReadAllBytes(FilePath)) : null,
        };
        return ValueTask.CompletedTask;
    }
}
