using System.Text.Json.Nodes;
using IntelMQ.Replay.Observed;

namespace IntelMQ.Replay.Outside;

/// <summary>A part of the world around a bot: a folder, a server on the loopback address.</summary>
internal interface IOutside : IAsyncDisposable
{
    /// <summary>Tells what the case's placeholders stand for.</summary>
    void Describe(Placeholders placeholders);

    /// <summary>Changes parameters of the case that name what is not there; most parts change nothing.</summary>
    /// <param name="parameters">The parameters, filled in.</param>
    void Change(JsonObject parameters)
    {
    }

    /// <summary>Puts something around a bot's connections, so that what goes to other hosts comes to this part; most parts put nothing.</summary>
    /// <param name="inner">What sends requests.</param>
    HttpMessageHandler Through(HttpMessageHandler inner) => inner;

    /// <summary>Adds what reached this part, once the bot has ended.</summary>
    /// <param name="observed">The case's answer.</param>
    /// <param name="cancellationToken">Ends the wait for what is still under way.</param>
    ValueTask ObserveAsync(JsonObject observed, CancellationToken cancellationToken);
}
