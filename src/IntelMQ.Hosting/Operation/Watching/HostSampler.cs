using Cronos;
using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Hosting.Running;
using IntelMQ.Pipelines;

namespace IntelMQ.Hosting.Operation;

/// <summary>Looks at a host, not more often than once a second however many ask.</summary>
internal sealed class HostSampler(IntelMQHost host, TimeProvider time) : IDisposable
{
    // Reasons that hold a value are as many as there are values: a reason here is the field, or the kind of error.
    private const int MaxReasons = 1000;
    private const int MaxFailures = 200_000;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FailuresEvery = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Dictionary<string, (long Sent, DateTimeOffset Since)> _collectors = new(StringComparer.Ordinal);
    private readonly DateTimeOffset _start = time.GetUtcNow();
    private HostSample? _latest;
    private Dictionary<(string Bot, string Reason), long> _failures = [];
    private DateTimeOffset _failuresAt;
    private long _failed = -1;

    public async Task<HostSample> SampleAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            DateTimeOffset now = time.GetUtcNow();
            if (_latest is { } latest && now - latest.Time < Fresh && now >= latest.Time)
                return latest;
            PipelineStatus? status = null;
            try
            {
                status = await host.Pipeline.Control.GetStatusAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (IOException)
            {
                // What the counters say is known without the queues' server.
            }

            PipelineCounters counters = host.Pipeline.Counters;
            await CountFailuresAsync(counters, now, cancellationToken).ConfigureAwait(false);
            return _latest = new HostSample(now, status, counters, Collectors(counters, now), _failures);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private List<CollectorSample> Collectors(PipelineCounters counters, DateTimeOffset now)
    {
        var found = new List<CollectorSample>();
        foreach (BotDefinition bot in host.Pipeline.Definition.Bots.Where(static bot => bot.RunsHere))
        {
            if (!counters.Bots.TryGetValue(bot.Id, out BotCounters? counted) || counted.Kind != BotKind.Collector)
                continue;
            long sent = counted.Sent.Values.Sum();
            if (!_collectors.TryGetValue(bot.Id, out (long Sent, DateTimeOffset Since) known) || known.Sent != sent)
                _collectors[bot.Id] = known = (sent, known.Since == default && sent == 0 ? _start : now);
            found.Add(new CollectorSample(bot.Id, IntervalOf(bot, now), now - known.Since, sent > 0));
        }

        return found;
    }

    private TimeSpan? IntervalOf(BotDefinition bot, DateTimeOffset now)
    {
        if (bot.Cron is not { } text)
            return bot.CollectInterval ?? host.Pipeline.Definition.CollectInterval;
        int fields = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
        if (!CronExpression.TryParse(text, fields == 6 ? CronFormat.IncludeSeconds : CronFormat.Standard, out CronExpression? cron))
            return null;
        TimeZoneInfo zone = bot.CronZone is { } id && TimeZoneInfo.TryFindSystemTimeZoneById(id, out TimeZoneInfo? found) ? found : TimeZoneInfo.Utc;
        return cron.GetNextOccurrence(now, zone) is { } next && cron.GetNextOccurrence(next, zone) is { } following ? following - next : null;
    }

    private async Task CountFailuresAsync(PipelineCounters counters, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (counters.Failed == _failed || now - _failuresAt < FailuresEvery)
            return;
        var counts = new Dictionary<(string, string), long>();
        int read = 0;
        try
        {
            await foreach (StoredFailure failure in host.Pipeline.Failures.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                (string, string) key = (failure.Failure.BotId, ReasonOf(failure.Failure));
                if (counts.ContainsKey(key) || counts.Count < MaxReasons)
                    counts[key] = counts.GetValueOrDefault(key) + 1;
                if (++read >= MaxFailures)
                    break;
            }
        }
        catch (IOException)
        {
            return;
        }

        (_failures, _failuresAt, _failed) = (counts, now, counters.Failed);
    }

    private static string ReasonOf(Failure failure) => failure.Field ?? failure.Exception?.GetType().Name ?? "message";
}
