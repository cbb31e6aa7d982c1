using System.Text.Json.Nodes;
using IntelMQ.Replay.Observed;

namespace IntelMQ.Replay.Outside;

/// <summary>A source that is asked once in a turn, as in the recordings, although the bot would come back to it in the same turn.</summary>
internal sealed class OneConnection(IOutside source) : IOutside
{
    public void Describe(Placeholders placeholders) => source.Describe(placeholders);

    public void Change(JsonObject parameters)
    {
        source.Change(parameters);
        parameters["reconnect"] = false;
    }

    public HttpMessageHandler Through(HttpMessageHandler inner) => source.Through(inner);

    public ValueTask ObserveAsync(JsonObject observed, CancellationToken cancellationToken) => source.ObserveAsync(observed, cancellationToken);

    public ValueTask DisposeAsync() => source.DisposeAsync();
}
