using System.Text.Json.Nodes;
using IntelMQ.Replay.Observed;

namespace IntelMQ.Replay.Outside.Files;

/// <summary>A folder that is collected from with rsync, and the one that it copies to.</summary>
internal sealed class RsyncFolder : WorkFolder
{
    public RsyncFolder(ObservedCase question)
        : base(question, "src")
        => Directory.CreateDirectory(System.IO.Path.Combine(Path, "tmp"));

    public override ValueTask ObserveAsync(JsonObject observed, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
