using System.Text.Json.Nodes;
using IntelMQ.Replay.Observed;

namespace IntelMQ.Replay.Outside;

/// <summary>A part of the world around a bot: a folder, a server on the loopback address.</summary>
internal interface IOutside : IAsyncDisposable
{
    /// <summary>Tells what the case's placeholders stand for.</summary>
    void Describe(Placeholders placeholders);

    /// <summary>The client for bots that speak HTTP to addresses that are not the case's own; null where this part has none.</summary>
    HttpMessageHandler? Http => null;

    /// <summary>Adds what reached this part, once the bot has ended.</summary>
    /// <param name="observed">The case's answer.</param>
    /// <param name="cancellationToken">Ends the wait for what is still under way.</param>
    ValueTask ObserveAsync(JsonObject observed, CancellationToken cancellationToken);
}
