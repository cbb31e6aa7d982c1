using System.Text.Json.Nodes;
using IntelMQ.Replay.Observed;

namespace IntelMQ.Replay.Outside;

/// <summary>Several parts of the world at once.</summary>
internal sealed class Many(params IOutside[] parts) : IOutside
{
    public HttpMessageHandler Through(HttpMessageHandler inner) => parts.Aggregate(inner, static (handler, part) => part.Through(handler));

    public void Describe(Placeholders placeholders)
    {
        foreach (IOutside part in parts)
            part.Describe(placeholders);
    }

    public void Change(JsonObject parameters)
    {
        foreach (IOutside part in parts)
            part.Change(parameters);
    }

    public async ValueTask ObserveAsync(JsonObject observed, CancellationToken cancellationToken)
    {
        foreach (IOutside part in parts)
            await part.ObserveAsync(observed, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IOutside part in parts)
            await part.DisposeAsync();
    }
}
