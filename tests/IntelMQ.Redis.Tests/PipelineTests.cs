using System.Runtime.CompilerServices;
using System.Text;
using IntelMQ.Bots;
using IntelMQ.Bots.Parsers.Json;
using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.Pipelines;

namespace IntelMQ.Redis.Tests;

// A whole pipeline on the server.
public sealed class PipelineTests
{
    [RedisFact]
    public async Task A_pipeline_goes_on_when_a_bot_in_Python_takes_its_input_and_nothing_is_lost_or_doubled()
    {
        using RedisProgram server = RedisProgram.Start();
        await using var broker = new RedisBroker(server.Options());
        var twin = new PythonBot(server, "halfway-queue");
        var taken = new List<string>();
        var sink = new Sink();
        int seen = 0;
        var halfway = new Between(_ =>
        {
            // In the middle of a batch, and again in a later one.
            if (++seen is not (2 or 20))
                return;
            taken.Add(twin.Receive()!);
            twin.Acknowledge();
        });
        await using Pipeline pipeline = Pipeline.Create(new PipelineOptions { Broker = broker, BatchSize = 8 }, p => p
            .Collect(new Once(string.Join('\n', Enumerable.Range(0, 100).Select(static n => $$"""{"__type": "Event", "extra.word": "w{{n}}"}"""))))
            .Parse(new IntelMqJsonParser(new IntelMqJsonParserOptions { Splitlines = true }), new BotSetup { Id = "words" })
            .Expert(halfway, new BotSetup { Id = "halfway", HasOwnQueue = true })
            .Output(sink, new BotSetup { Id = "sink" }));

        PipelineResult result = await pipeline.RunAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.True(result.IsComplete);
        Assert.Equal(2, taken.Count);
        string[] all = [.. sink.Words.Select(static word => word[1..]), .. taken.Select(static json => json.Split("\"extra.word\": \"w")[1].Split('"')[0])];
        Assert.Equal(Enumerable.Range(0, 100).Select(static n => $"{n}"), all.OrderBy(static word => int.Parse(word, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Empty(server.Call(2, "KEYS", "*"));
    }

    [RedisTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_pipeline_tells_which_bots_wait_for_the_server_and_goes_on_when_it_is_back(bool streams)
    {
        using RedisProgram server = RedisProgram.Start("--appendonly", "yes", "--appendfsync", "always");
        await using IBroker broker = streams ? new RedisStreamBroker(server.Options()) : new RedisBroker(server.Options());
        var sink = new Sink();
        var source = new Later("""{"__type": "Event", "extra.word": "w1"}""");
        await using Pipeline pipeline = Pipeline.Create(new PipelineOptions { Broker = broker }, p => p
            .Collect(source)
            .Parse(new IntelMqJsonParser(new IntelMqJsonParserOptions { Splitlines = true }), new BotSetup { Id = "words" })
            .Output(sink, new BotSetup { Id = "sink", Retry = RetryPolicy.None }));
        Task<PipelineResult> running = pipeline.RunAsync(CancellationToken.None);
        await source.Asked.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Empty(pipeline.BrokerErrors);

        server.Kill();
        for (int wait = 0; wait < 600 && pipeline.BrokerErrors.Count < 2; wait++)
            await Task.Delay(50);
        Assert.Equal(["sink", "words"], pipeline.BrokerErrors.Keys.Order(StringComparer.Ordinal));
        Assert.All(pipeline.BrokerErrors.Values, error => Assert.Equal($"Redis at 127.0.0.1:{server.Port} cannot be reached.", error.Reason));
        server.Run();
        source.Go();
        PipelineResult result = await running.WaitAsync(TimeSpan.FromSeconds(60));

        Assert.True(result.IsComplete);
        Assert.Equal(["w1"], sink.Words);
        Assert.Empty(pipeline.BrokerErrors);
    }

    [RedisFact]
    public async Task Failures_that_were_stored_before_a_kill_are_not_stored_again_with_the_report()
    {
        using RedisProgram server = RedisProgram.Start();
        var failures = new MemoryFailureStore();
        var sink = new Sink();
        RedisBrokerOptions options = server.Options();
        options.Failures = failures;
        string raw = Convert.ToBase64String("{\"__type\": \"Event\", \"extra.word\": \"w1\"}\nbad\nbad\n"u8);
        string report = $$"""{"feed.name": "Example Feed", "time.observation": "2026-01-01T00:00:00+00:00", "raw": "{{raw}}", "__type": "Report"}""";

        // A process that is killed behind its failure store leaves the report where it was.
        for (int run = 0; run < 2; run++)
        {
            server.Call(options.Database, "LPUSH", "words-queue", report);
            await using var broker = new RedisBroker(options);
            await using Pipeline pipeline = Pipeline.Create(new PipelineOptions { Broker = broker }, p => p
                .Collect(new None())
                .Parse(new IntelMqJsonParser(new IntelMqJsonParserOptions { Splitlines = true }), new BotSetup { Id = "words" })
                .Output(sink, new BotSetup { Id = "sink" }));
            Assert.True((await pipeline.RunAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60))).IsComplete);
        }

        Assert.Equal(2, failures.Count);
        Assert.Equal(["w1", "w1"], sink.Words);
    }

    /// <summary>Hands its report over when it is told to.</summary>
    private sealed class Later(string text) : Collector(new CollectorOptions { Name = "Example Feed" })
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Asked => _asked.Task;

        public void Go() => _go.SetResult();

        public override async IAsyncEnumerable<CollectedReport> CollectAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            _asked.SetResult();
            await _go.Task.WaitAsync(cancellationToken);
            yield return new CollectedReport(NewReport(Encoding.UTF8.GetBytes(text)), static _ => ValueTask.CompletedTask);
        }
    }

    private sealed class Once(string text) : Collector(new CollectorOptions { Name = "Example Feed" })
    {
        public override async IAsyncEnumerable<CollectedReport> CollectAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            yield return new CollectedReport(NewReport(Encoding.UTF8.GetBytes(text)), static _ => ValueTask.CompletedTask);
        }
    }

    private sealed class None() : Collector(new CollectorOptions { Name = "Example Feed" })
    {
        public override async IAsyncEnumerable<CollectedReport> CollectAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            yield break;
        }
    }

    private sealed class Between(Action<Event> seen) : Expert
    {
        public override Verdict Process(Event message)
        {
            seen(message);
            return Verdict.Keep;
        }
    }

    private sealed class Sink : Output
    {
        private readonly List<string> _words = [];

        public IReadOnlyList<string> Words => _words;

        public override ValueTask SendAsync(IReadOnlyList<Event> batch, CancellationToken cancellationToken)
        {
            _words.AddRange(batch.Select(static message => message["extra.word"].ToString()));
            return ValueTask.CompletedTask;
        }
    }
}
