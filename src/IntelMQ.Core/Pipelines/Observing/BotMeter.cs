using System.Diagnostics.Metrics;
using IntelMQ.Bots;

namespace IntelMQ.Pipelines;

/// <summary>A bot's counters; added to once per batch, by any thread.</summary>
internal sealed class BotMeter(string id, BotKind kind)
{
    private readonly KeyValuePair<string, object?> _botTag = new("bot", id);
    private readonly Dictionary<string, long> _sent = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private PipelineInstruments? _instruments;
    private long _received;
    private long _failed;
    private long _dropped;
    private long _retries;
    private volatile BotError? _lastError;

    /// <summary>What went wrong last.</summary>
    public BotError? LastError => _lastError;

    public void NoteError(string reason, DateTimeOffset time) => _lastError = new BotError(reason, time);

    public void Attach(PipelineInstruments instruments) => _instruments = instruments;

    public void AddReceived(long count)
    {
        Interlocked.Add(ref _received, count);
        _instruments?.Received.Add(count, _botTag);
    }

    public void AddSent(string path, long count)
    {
        lock (_gate)
            _sent[path] = _sent.GetValueOrDefault(path) + count;
        _instruments?.Sent.Add(count, _botTag, new KeyValuePair<string, object?>("path", path));
    }

    /// <returns>How many have failed by now.</returns>
    public long AddFailed(long count)
    {
        _instruments?.Failed.Add(count, _botTag);
        return Interlocked.Add(ref _failed, count);
    }

    public void AddDropped(long count)
    {
        Interlocked.Add(ref _dropped, count);
        _instruments?.Dropped.Add(count, _botTag);
    }

    public void AddRetry()
    {
        Interlocked.Increment(ref _retries);
        _instruments?.Retries.Add(1, _botTag);
    }

    public BotCounters Snapshot()
    {
        lock (_gate)
        {
            return new BotCounters(
                id,
                kind,
                Interlocked.Read(ref _received),
                new Dictionary<string, long>(_sent, StringComparer.Ordinal),
                Interlocked.Read(ref _failed),
                Interlocked.Read(ref _dropped),
                Interlocked.Read(ref _retries));
        }
    }
}

/// <summary>The instruments of a pipeline's <see cref="Meter"/>.</summary>
internal sealed class PipelineInstruments : IDisposable
{
    private readonly Meter _meter;

    public PipelineInstruments(string pipeline, Func<IReadOnlyList<Stage>> stages)
    {
        _meter = new Meter(Pipeline.TelemetryName, null, [new KeyValuePair<string, object?>("pipeline", pipeline)]);
        Received = _meter.CreateCounter<long>("intelmq.bot.received", "{message}", "Messages that a bot received; of a collector: none.");
        Sent = _meter.CreateCounter<long>("intelmq.bot.sent", "{message}", "Messages that a bot sent, by path; of an output: events that were stored.");
        Failed = _meter.CreateCounter<long>("intelmq.bot.failed", "{message}", "Messages that became failures.");
        Dropped = _meter.CreateCounter<long>("intelmq.bot.dropped", "{message}", "Messages that a bot ended on purpose, or sent along a path to which nothing is connected.");
        Retries = _meter.CreateCounter<long>("intelmq.bot.retries", "{attempt}", "Further attempts after an error of a service.");
        _meter.CreateObservableGauge(
            "intelmq.queue.depth",
            () => stages().Select(static stage => new Measurement<long>(stage.Depth.Count, new KeyValuePair<string, object?>("queue", stage.Queue.Value))),
            "{message}",
            "Messages in a queue or in work.");
    }

    public Counter<long> Received { get; }

    public Counter<long> Sent { get; }

    public Counter<long> Failed { get; }

    public Counter<long> Dropped { get; }

    public Counter<long> Retries { get; }

    public void Dispose() => _meter.Dispose();
}
