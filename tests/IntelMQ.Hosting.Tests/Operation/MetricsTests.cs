using System.Net;
using System.Text.Json;
using IntelMQ.Bots;
using IntelMQ.Hosting.Operation;
using IntelMQ.Hosting.Tests.Support;
using IntelMQ.Pipelines;

namespace IntelMQ.Hosting.Tests.Operation;

[Collection("console")]
public sealed class MetricsTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new ConfigurationFolder().Write("sqlite");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Metrics_and_health_are_offered_while_the_bots_run()
    {
        _folder.Report("192.0.2.1,80\n192.0.2.2,nothing\n192.0.2.3,443\n");
        await using OperatedHost host = await OperatedHost.StartAsync(_folder, new HostOperationOptions { Metrics = new IPEndPoint(IPAddress.Loopback, 0), Environment = new Dictionary<string, string>() });
        await host.UntilAsync(() => host.Lines.Has("Metrics and health are at http://127.0.0.1:"));
        string line = host.Lines.All.First(static one => one.Contains("Metrics and health", StringComparison.Ordinal));
        using var handler = new SocketsHttpHandler();
#pragma warning disable RS0030 // It asks the page as anybody would.
        using var client = new HttpClient(handler) { BaseAddress = new Uri(line[line.IndexOf("http", StringComparison.Ordinal)..]) };
#pragma warning restore RS0030
        await host.UntilAsync(() => host.Host.Pipeline.Counters is { Stored: 2, Failed: 1 });
        // What is offered is at most a second old.
        string metrics = "";
        for (int tries = 0; tries < 600 && !metrics.Contains("intelmq_bot_sent_total{bot=\"file-output\",path=\"_default\"} 2\n", StringComparison.Ordinal); tries++)
        {
            metrics = await client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
            await Task.Delay(100);
        }

        Assert.Contains("intelmq_up 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("intelmq_bot_sent_total{bot=\"file-output\",path=\"_default\"} 2\n", metrics, StringComparison.Ordinal);
        Assert.Contains("intelmq_bot_failed_total{bot=\"csv-parser\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("intelmq_queue_messages{bot=\"csv-parser\"} 0\n", metrics, StringComparison.Ordinal);
        Assert.Contains("intelmq_queue_oldest_seconds{bot=\"csv-parser\"} 0\n", metrics, StringComparison.Ordinal);
        Assert.Contains("intelmq_collector_interval_seconds{bot=\"file-collector\"} 300\n", metrics, StringComparison.Ordinal);
        Assert.Equal("running\n", await client.GetStringAsync(new Uri("/live", UriKind.Relative)));
        using JsonDocument health = JsonDocument.Parse(await client.GetStringAsync(new Uri("/health", UriKind.Relative)));
        Assert.Equal("healthy", health.RootElement.GetProperty("status").GetString());
        using HttpResponseMessage elsewhere = await client.GetAsync(new Uri("/other", UriKind.Relative));
        using HttpResponseMessage written = await client.PostAsync(new Uri("/metrics", UriKind.Relative), null);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed), (elsewhere.StatusCode, written.StatusCode));
    }

    [Fact]
    public async Task An_address_that_is_taken_is_told_of()
    {
        using var taken = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var options = new HostOperationOptions { Metrics = (IPEndPoint)taken.LocalEndpoint, Environment = new Dictionary<string, string>() };
        await Assert.ThrowsAsync<IOException>(async () =>
        {
            await using OperatedHost host = await OperatedHost.StartAsync(_folder, options);
            await host.UntilAsync(static () => false);
        });
    }

    [Fact]
    public void Names_and_values_are_written_as_Prometheus_reads_them()
    {
        var time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        BotCounters counters = new("x", BotKind.Expert, 7, new Dictionary<string, long> { ["a\"b\\c\nd"] = 3 }, 2, 1, 4);
        var sample = new HostSample(
            time,
            new PipelineStatus("intelmq", time, true, [new BotStatus("x", BotKind.Expert, BotActivity.Running, counters, new QueueStatus(5, 1, time.AddSeconds(-90)), "x", null)], []),
            new PipelineCounters(new Dictionary<string, BotCounters> { ["x"] = counters }, new Dictionary<string, long>()),
            [new CollectorSample("c", TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(12.5), true)],
            new Dictionary<(string, string), long> { [("x", "source.ip")] = 2 });
        Alert[] alerts =
        [
            new Alert("queue", "x", "old", time),
            new Alert("silent", "c", "silent", time) { Care = new AlertCare("alice", null, time.AddHours(1)) },
        ];
        string[] lines = [.. PrometheusText.Write(sample, alerts).Split('\n').Where(static line => !line.StartsWith('#'))];
        Assert.Equal(
            [
                "intelmq_up 1", "intelmq_bot_running{bot=\"x\"} 1", "intelmq_queue_messages{bot=\"x\"} 5", "intelmq_queue_in_work_messages{bot=\"x\"} 1", "intelmq_queue_oldest_seconds{bot=\"x\"} 90",
                "intelmq_bot_received_total{bot=\"x\"} 7", "intelmq_bot_sent_total{bot=\"x\",path=\"a\\\"b\\\\c\\nd\"} 3", "intelmq_bot_failed_total{bot=\"x\"} 2", "intelmq_bot_dropped_total{bot=\"x\"} 1",
                "intelmq_bot_retries_total{bot=\"x\"} 4", "intelmq_failures{bot=\"x\",reason=\"source.ip\"} 2", "intelmq_collector_silence_seconds{bot=\"c\"} 12.5",
                "intelmq_collector_interval_seconds{bot=\"c\"} 300", "intelmq_alert{bot=\"x\",rule=\"queue\"} 1", "intelmq_alert{bot=\"c\",rule=\"silent\"} 0", "",
            ],
            lines);
    }
}
