using System.Diagnostics.Metrics;
using IntelMQ.Bots;
using IntelMQ.Http;
using IntelMQ.Pipelines;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace IntelMQ.Core.Tests.Pipelines;

public sealed class HostedPipelineTests : IDisposable
{
    private readonly ListLog _log = new();

    // A pipeline that fails sets it for the process, which here is the tests' own.
    public void Dispose() => Environment.ExitCode = 0;

    private HostApplicationBuilder Builder()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<ILoggerFactory>(_log);
        return builder;
    }

    private static async Task<HealthReportEntry> HealthOf(IHost host, string name)
        => (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries[name];

    [Fact]
    public async Task A_host_runs_the_pipeline_and_stops_where_it_is_told_to_when_all_is_done()
    {
        var output = new ListOutput();
        HostApplicationBuilder builder = Builder();
        builder.Services.AddIntelMQ(p => p.Collect(new ListCollector("a", "b")).Parse(new LineParser()).Output(output)).AddHostedPipeline(o => o.StopsHostWhenDone = true);
        using IHost host = builder.Build();

        await host.RunAsync();

        Assert.Equal(2, output.Events.Count);
        Assert.Contains(_log.Lines, static line => line.Text.Contains("2 events stored by", StringComparison.Ordinal));
        Assert.Equal(0, Environment.ExitCode);
    }

    [Fact]
    public async Task A_pipeline_that_is_wrong_stops_the_host_with_all_complaints_and_an_exit_code()
    {
        HostApplicationBuilder builder = Builder();
        builder.Services.AddIntelMQ(static p => p.Collect(new ListCollector("a")).Output(new ListOutput())).AddHostedPipeline();
        using IHost host = builder.Build();

        await host.RunAsync();

        Assert.Equal(1, Environment.ExitCode);
        Assert.Contains(_log.Lines, static line => line.Text.Contains("The pipeline cannot start", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_health_check_tells_what_was_stored_since_it_was_last_asked()
    {
        var done = new TaskCompletionSource();
        HostApplicationBuilder builder = Builder();
        builder.Services.AddIntelMQ("feeds", p => p.Collect(new ListCollector("a", "b")).Parse(new LineParser()).Output(new SignalOutput(2, done))).AddHostedPipeline("feeds");
        using IHost host = builder.Build();
        Assert.Equal(HealthStatus.Degraded, (await HealthOf(host, "intelmq:feeds")).Status);
        await host.StartAsync();
        await done.Task;
        Pipeline pipeline = host.Services.GetRequiredKeyedService<Pipeline>("feeds");
        while (pipeline.Counters.Stored < 2)
            await Task.Delay(10);

        HealthReportEntry first = await HealthOf(host, "intelmq:feeds");
        HealthReportEntry second = await HealthOf(host, "intelmq:feeds");
        await host.StopAsync();

        Assert.Equal((HealthStatus.Healthy, 2L), (first.Status, first.Data["stored"]));
        Assert.Equal((HealthStatus.Healthy, 0L), (second.Status, second.Data["stored"]));
    }

    [Fact]
    public async Task A_collector_that_gives_up_is_unhealthy_and_says_why()
    {
        HostApplicationBuilder builder = Builder();
        builder.Services.AddIntelMQ(static p => p.Collect(new BrokenCollector()).Parse(new LineParser()).Output(new ListOutput())).AddHostedPipeline(static o => o.StopsHostWhenDone = true);
        using IHost host = builder.Build();
        await host.StartAsync();
        await host.WaitForShutdownAsync();

        HealthReportEntry health = await HealthOf(host, "intelmq");
        Assert.Equal(HealthStatus.Unhealthy, health.Status);
        Assert.Contains("the feed is gone", health.Description, StringComparison.Ordinal);
        Assert.Equal(1, Environment.ExitCode);
    }

    [Fact]
    public async Task Meter_and_spans_go_to_the_hosts_OpenTelemetry()
    {
        var metrics = new List<Metric>();
        var spans = new List<System.Diagnostics.Activity>();
        HostApplicationBuilder builder = Builder();
        builder.Services.AddOpenTelemetry()
            .WithMetrics(m => m.AddReader(new BaseExportingMetricReader(new ListExporter<Metric>(metrics))))
            .WithTracing(t => t.AddProcessor(new SimpleActivityExportProcessor(new ListExporter<System.Diagnostics.Activity>(spans))));
        builder.Services.AddIntelMQ(static p => p.Collect(new ListCollector("a")).Parse(new LineParser()).Output(new ListOutput())).AddHostedPipeline(static o => o.StopsHostWhenDone = true);
        using IHost host = builder.Build();
        await host.StartAsync();
        await host.WaitForShutdownAsync();
        host.Services.GetRequiredService<MeterProvider>().ForceFlush();

        Assert.Contains(metrics, static metric => metric.Name == "intelmq.bot.sent");
        Assert.Contains(spans, static span => span.Source.Name == Pipeline.TelemetryName);
    }

    [Fact]
    public void A_pipeline_is_run_once()
    {
        var services = new ServiceCollection();
        services.AddHostedPipeline();
        services.AddHostedPipeline("feeds");
        Assert.Throws<InvalidOperationException>(() => services.AddHostedPipeline());
        Assert.Throws<InvalidOperationException>(() => services.AddHostedPipeline("feeds"));
    }

    [Fact]
    public async Task Bots_send_by_the_handlers_of_the_containers_HTTP_client_factory()
    {
        BotServices? given = null;
        int calls = 0;
        var services = new ServiceCollection();
        services.AddHttpClient("IntelMQ").AddHttpMessageHandler(() => new Answering(() => ++calls));
        services.AddIntelMQ(p => p.Collect(new ListCollector("a")).Parse(provided => { given = provided; return new LineParser(); }).Output(new ListOutput()));
        await using ServiceProvider provider = services.BuildServiceProvider();
        provider.GetRequiredService<Pipeline>();

        foreach (HttpConnectionSettings settings in new[] { HttpConnectionSettings.Default, new HttpConnectionSettings { VerifiesCertificates = false }, new HttpConnectionSettings { Addresses = AddressPolicy.Public } })
        {
            using HttpResponseMessage answer = await given!.Http!.ClientFor(settings).GetAsync(new Uri("https://example.com/"));
            Assert.Equal(System.Net.HttpStatusCode.NoContent, answer.StatusCode);
        }

        Assert.Equal(3, calls);
    }

    [Fact]
    public async Task What_connects_below_the_factorys_handlers_is_held_to_the_bots_settings()
    {
        BotServices? given = null;
        var services = new ServiceCollection();
        var primaries = new List<HttpMessageHandler>();
        services.AddHttpClient("IntelMQ").ConfigureAdditionalHttpMessageHandlers((_, _) => { });
        services.PostConfigureAll<HttpClientFactoryOptions>(options => options.HttpMessageHandlerBuilderActions.Add(builder => primaries.Add(builder.PrimaryHandler)));
        services.AddIntelMQ(p => p.Collect(new ListCollector("a")).Parse(provided => { given = provided; return new LineParser(); }).Output(new ListOutput()));
        await using ServiceProvider provider = services.BuildServiceProvider();
        provider.GetRequiredService<Pipeline>();

        var closed = new HttpConnectionSettings { Addresses = AddressPolicy.Public };
        await Assert.ThrowsAnyAsync<HttpRequestException>(async () => await given!.Http!.ClientFor(closed).GetAsync(new Uri("http://127.0.0.1:9/")));
        Assert.IsNotType<HttpClientHandler>(Assert.Single(primaries));
    }

    private sealed class Answering(Action called) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            called();
            return Task.FromResult(new HttpResponseMessage(System.Net.HttpStatusCode.NoContent));
        }
    }

    private sealed class BrokenCollector() : Collector(new CollectorOptions())
    {
        public override async IAsyncEnumerable<CollectedReport> CollectAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            yield return new CollectedReport(NewReport("a"u8.ToArray()));
            throw new InvalidDataException("the feed is gone");
        }
    }

    private sealed class SignalOutput(int count, TaskCompletionSource done) : Output
    {
        private int _seen;

        public override ValueTask SendAsync(IReadOnlyList<IntelMQ.Messages.Event> batch, CancellationToken cancellationToken)
        {
            if ((_seen += batch.Count) >= count)
                done.TrySetResult();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class ListExporter<T>(List<T> list) : BaseExporter<T>
        where T : class
    {
        public override ExportResult Export(in Batch<T> batch)
        {
            foreach (T item in batch)
                list.Add(item);
            return ExportResult.Success;
        }
    }
}
