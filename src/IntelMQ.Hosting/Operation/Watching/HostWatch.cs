using System.Diagnostics.Metrics;
using IntelMQ.Hosting.Running;

namespace IntelMQ.Hosting.Operation;

/// <summary>Looks at a host again and again: for alerts, and for whoever asks for metrics and health.</summary>
internal sealed class HostWatch : IDisposable
{
    private readonly HostOperationOptions _options;
    private readonly HostSampler _sampler;
    private readonly AlertBook _alerts;
    private readonly Meter _meter;
    private volatile HostSample? _latest;

    public HostWatch(IntelMQHost host, HostOperationOptions options)
    {
        _options = options;
        _sampler = new HostSampler(host, options.Time);
        _alerts = new AlertBook(host, options);
        _meter = new Meter("IntelMQ.Hosting", null, [new KeyValuePair<string, object?>("pipeline", host.Pipeline.Id)]);
        _meter.CreateObservableGauge("intelmq.queue.oldest_age", OldestAges, "s", "How long the oldest message of a queue has waited.");
        _meter.CreateObservableGauge("intelmq.collector.silence", Silences, "s", "How long a collector has sent nothing.");
        _meter.CreateObservableGauge("intelmq.alerts", () => (long)_alerts.Active.Count, "{alert}", "Alerts that are raised.");
    }

    public AlertBook Alerts => _alerts;

    public async Task<HostSample> SampleAsync(CancellationToken cancellationToken) => _latest = await _sampler.SampleAsync(cancellationToken).ConfigureAwait(false);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                // Queues on a server are asked less often than files.
                await Task.Delay(3 * _options.LooksEvery, _options.Time, cancellationToken).ConfigureAwait(false);
                await _alerts.LookAsync(await SampleAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    public void Dispose()
    {
        _meter.Dispose();
        _sampler.Dispose();
        _alerts.Dispose();
    }

    private IEnumerable<Measurement<double>> OldestAges()
        => _latest is not { Status: { } status } sample
            ? []
            : status.Bots.Where(static bot => bot.Queue?.OldestSince is not null).Select(bot => new Measurement<double>(Math.Max(0, (sample.Time - bot.Queue!.Value.OldestSince!.Value).TotalSeconds), new KeyValuePair<string, object?>("bot", bot.Id)));

    private IEnumerable<Measurement<double>> Silences()
        => _latest is not { } sample ? [] : sample.Collectors.Select(static one => new Measurement<double>(one.Silence.TotalSeconds, new KeyValuePair<string, object?>("bot", one.Bot)));
}
