using System.Text.Json.Nodes;
using IntelMQ.Hosting.Control;

namespace IntelMQ.Dashboard.Live;

/// <summary>Samples of how the host stands, not more than one a second however many ask; those of the last minute tell what goes through.</summary>
internal sealed class LiveSamples(IHostControl control, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Span = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Queue<(DateTimeOffset Time, HostStatus Status)> _samples = new();
    private (DateTimeOffset Time, HostStatus Status)? _latest;

    /// <summary>How the host stands now, or stood less than a second ago.</summary>
    public async Task<HostStatus> TakeAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            DateTimeOffset now = time.GetUtcNow();
            if (_latest is { } latest && now - latest.Time < Fresh && now >= latest.Time)
                return latest.Status;
            HostStatus status = await control.GetStatusAsync(cancellationToken).ConfigureAwait(false);
            _latest = (now, status);
            _samples.Enqueue((now, status));
            while (_samples.Count > 2 && now - _samples.Peek().Time > Span)
                _samples.Dequeue();
            return status;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>What goes through each bot: counts since the start, and a second over the samples that there are.</summary>
    public async Task<JsonObject> RatesAsync(CancellationToken cancellationToken)
    {
        HostStatus now = await TakeAsync(cancellationToken).ConfigureAwait(false);
        (DateTimeOffset Time, HostStatus Status) first;
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            first = _samples.Peek();
        }
        finally
        {
            _turn.Release();
        }

        double seconds = (now.Time - first.Status.Time).TotalSeconds;
        var bots = new JsonArray();
        foreach (HostBot bot in now.Bots)
        {
            HostBot? before = first.Status.Find(bot.Id);
            bots.Add((JsonNode)new JsonObject
            {
                ["id"] = bot.Id,
                ["received"] = bot.Received,
                ["sent"] = Sent(bot),
                ["failed"] = bot.Failed,
                ["receivedPerSecond"] = Rate(bot.Received, before?.Received, seconds),
                ["sentPerSecond"] = Rate(Sent(bot), before is null ? null : Sent(before), seconds),
                ["failedPerSecond"] = Rate(bot.Failed, before?.Failed, seconds),
            });
        }

        return new JsonObject { ["time"] = now.Time.UtcDateTime, ["seconds"] = Math.Round(seconds, 1), ["bots"] = bots };
    }

    public void Dispose() => _turn.Dispose();

    /// <summary>A sample as listeners get it; its time stands first.</summary>
    public static JsonObject Json(HostStatus status)
    {
        var bots = new JsonArray();
        foreach (HostBot bot in status.Bots)
        {
            bots.Add((JsonNode)new JsonObject
            {
                ["id"] = bot.Id,
                ["state"] = bot.State.ToString(),
                ["waiting"] = bot.Queue?.Waiting,
                ["inWork"] = bot.Queue?.InWork,
                ["received"] = bot.Received,
                ["sent"] = Sent(bot),
                ["failed"] = bot.Failed,
            });
        }

        return new JsonObject { ["time"] = status.Time.UtcDateTime, ["isRunning"] = status.IsRunning, ["bots"] = bots };
    }

    private static long Sent(HostBot bot) => bot.Sent.Values.Sum();

    // A bot that was made anew counts from the beginning.
    private static double? Rate(long now, long? before, double seconds) => before is { } was && seconds >= 1 ? Math.Round(Math.Max(0, now - was) / seconds, 2) : null;
}
