using System.Runtime.CompilerServices;
using System.Text;
using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Hosting.Running;
using IntelMQ.Messages;
using IntelMQ.Pipelines;
using IntelMQ.Tool.Brokers;

namespace IntelMQ.Hosting.Tests.Support;

/// <summary>A host with sample bots: reports of lines, which come when they are added, reach two outputs.</summary>
internal sealed class SampleHost : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("intelmq-host-");
    private readonly CancellationTokenSource _stop = new();
    private Task<PipelineResult> _running = Task.FromResult<PipelineResult>(null!);

    private SampleHost()
    {
    }

    public IntelMQHost Host { get; private set; } = null!;

    public string State => Path.Combine(_folder.FullName, "state");

    public string Configuration => Path.Combine(_folder.FullName, "etc");

    public SampleFeed Feed { get; } = new();

    public SampleSink First { get; } = new();

    public SampleSink Second { get; } = new();

    public SampleSink Spare { get; } = new();

    public static async Task<SampleHost> OpenAsync(string broker = "memory", bool hasSpare = true)
    {
        (string queue, string bot) = hasSpare ? (", spare-output-queue", "spare-output: {module: sample.spare, enabled: false}") : ("", "");
        var sample = new SampleHost();
        Directory.CreateDirectory(sample.Configuration);
        await File.WriteAllTextAsync(Path.Combine(sample.Configuration, "runtime.yaml"), $$"""
            global: {source_pipeline_broker: {{broker}}, destination_pipeline_broker: {{broker}}}
            sample-collector: {module: sample.collector, group: Collector, parameters: {rate_limit: 0, destination_queues: {_default: [sample-parser-queue]} } }
            sample-parser: {module: sample.parser, parameters: {destination_queues: {_default: [sample-expert-queue]} } }
            sample-expert: {module: sample.expert, parameters: {destination_queues: {_default: [first-output-queue, second-output-queue{{queue}}]} } }
            first-output: {module: sample.first}
            second-output: {module: sample.second}
            {{bot}}
            """);
        sample.Host = await IntelMQHost.OpenAsync(
            new IntelMQHostOptions
            {
                ConfigurationFolder = sample.Configuration,
                StateFolder = sample.State,
                Bots = new BotCatalog().Add(
                [
                    Describe("sample.collector", BotKind.Collector, () => new SampleCollector(sample.Feed)),
                    Describe("sample.parser", BotKind.Parser, static () => new SampleParser()),
                    Describe("sample.expert", BotKind.Expert, static () => new SampleExpert()),
                    Describe("sample.first", BotKind.Output, () => new SampleOutput(sample.First)),
                    Describe("sample.spare", BotKind.Output, () => new SampleOutput(sample.Spare)),
                    Describe("sample.second", BotKind.Output, () => new SampleOutput(sample.Second)),
                ]),
                Brokers = [new SqliteProvider()],
                Environment = new Dictionary<string, string>(),
            },
            CancellationToken.None);
        return sample;
    }

    public SampleHost Run()
    {
        _running = Host.RunAsync(_stop.Token);
        return this;
    }

    public async Task<PipelineResult> StopAsync()
    {
        await _stop.CancelAsync();
        return await _running.WaitAsync(TimeSpan.FromSeconds(60));
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Host.DisposeAsync();
        _stop.Dispose();
        _folder.Delete(recursive: true);
    }

    private static BotDescriptor Describe<TBot>(string module, BotKind kind, Func<TBot> create)
        where TBot : Bot
        => BotDescriptor.For<TBot, NoOptions>(module, kind, "A sample.", (_, _) => create());

    private sealed class SampleCollector(SampleFeed feed) : Collector(new CollectorOptions())
    {
        public override async IAsyncEnumerable<CollectedReport> CollectAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            foreach ((int number, string text) in feed.All())
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return new CollectedReport(NewReport(Encoding.UTF8.GetBytes(text)), _ =>
                {
                    feed.Settle(number);
                    return ValueTask.CompletedTask;
                });
            }
        }
    }

    private sealed class SampleParser() : EventParser(new PlainParserOptions())
    {
        protected override IEnumerable<ParsedItem> ReadElements(Report report)
        {
            foreach (string line in Encoding.UTF8.GetString(report.Raw.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                if (line == "bad")
                {
                    yield return new ParsedItem(new Failure(report.Clone(), "The line is bad."));
                    continue;
                }

                Event made = NewEvent(report);
                made.Set("extra.line", line).ThrowIfRefused();
                yield return new ParsedItem(made);
            }
        }
    }

    private sealed class SampleExpert : Expert
    {
        public override Verdict Process(Event message)
        {
            message.Set("extra.seen", "yes").ThrowIfRefused();
            return Verdict.Keep;
        }
    }

    private sealed class SampleOutput(SampleSink sink) : Output
    {
        public override ValueTask SendAsync(IReadOnlyList<Event> batch, CancellationToken cancellationToken)
        {
            sink.Add(batch);
            return ValueTask.CompletedTask;
        }
    }
}
