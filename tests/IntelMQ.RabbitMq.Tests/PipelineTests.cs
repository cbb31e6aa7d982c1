using System.Runtime.CompilerServices;
using System.Text;
using IntelMQ.Bots;
using IntelMQ.Bots.Parsers.Json;
using IntelMQ.Messages;
using IntelMQ.Pipelines;

namespace IntelMQ.RabbitMq.Tests;

// A whole pipeline on the server.
public sealed class PipelineTests(RabbitServerFixture fixture) : RabbitTest(fixture)
{
    [RabbitFact]
    public async Task A_pipeline_goes_on_when_its_connections_are_closed_in_the_middle_and_nothing_is_lost()
    {
        await DeleteAsync("words-queue", "halfway-queue", "sink-queue");
        await using var broker = new RabbitMqBroker(Server.Options());
        var sink = new Sink();
        int seen = 0;
        var halfway = new Between(_ =>
        {
            if (++seen is 20 or 50)
                Server.Control("close_all_connections", "test");
        });
        await using Pipeline pipeline = Pipeline.Create(new PipelineOptions { Broker = broker, BatchSize = 8 }, p => p
            .Collect(new Once(string.Join('\n', Enumerable.Range(0, 100).Select(static n => $$"""{"__type": "Event", "extra.word": "w{{n}}"}"""))))
            .Parse(new IntelMqJsonParser(new IntelMqJsonParserOptions { Splitlines = true }), new BotSetup { Id = "words" })
            .Expert(halfway, new BotSetup { Id = "halfway", HasOwnQueue = true })
            .Output(sink, new BotSetup { Id = "sink", HasOwnQueue = true }));

        PipelineResult result = await pipeline.RunAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(120));

        Assert.True(result.IsComplete);
        Assert.Equal(
            Enumerable.Range(0, 100).Select(static n => $"w{n}").Order(StringComparer.Ordinal),
            sink.Words.Distinct().Order(StringComparer.Ordinal));
        // What the output had handed over when the connection was closed may have come again.
        Assert.InRange(sink.Words.Count, 100, 116);
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

        public List<string> Words => _words;

        public override ValueTask SendAsync(IReadOnlyList<Event> batch, CancellationToken cancellationToken)
        {
            _words.AddRange(batch.Select(static message => message["extra.word"].ToString()));
            return ValueTask.CompletedTask;
        }
    }
}
