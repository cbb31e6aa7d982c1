using System.Runtime.CompilerServices;
using System.Text;
using IntelMQ.Bots;
using IntelMQ.Bots.Parsers.Json;
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

    private sealed class Once(string text) : Collector(new CollectorOptions { Name = "Example Feed" })
    {
        public override async IAsyncEnumerable<CollectedReport> CollectAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            yield return new CollectedReport(NewReport(Encoding.UTF8.GetBytes(text)), static _ => ValueTask.CompletedTask);
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
