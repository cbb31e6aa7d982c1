using System.Text.Json.Nodes;
using IntelMQ.Replay.Observed;

namespace IntelMQ.Replay.Outside;

/// <summary>Nothing around the bot.</summary>
internal sealed class NoOutside : IOutside
{
    public void Describe(Placeholders placeholders)
    {
    }

    public ValueTask ObserveAsync(JsonObject observed, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
