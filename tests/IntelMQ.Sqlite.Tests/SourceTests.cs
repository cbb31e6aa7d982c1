using System.Runtime.CompilerServices;
using System.Text;
using IntelMQ.Bots;
using IntelMQ.Bots.Parsers.Json;
using IntelMQ.Messages;
using IntelMQ.Pipelines;

namespace IntelMQ.Sqlite.Tests;

// Sources that are collected again, since the process ended between the commit of a report and the end of its source.
public sealed class SourceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("intelmq-sqlite").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_source_that_could_not_be_put_away_is_not_sent_again()
    {
        var sink = new Sink();
        var source = new Source { CannotBePutAway = true };

        await RunAsync(source, sink);
        source.CannotBePutAway = false;
        await RunAsync(source, sink);

        Assert.Equal(["one", "two"], sink.Words);
        Assert.Equal(1, source.PutAway);
    }

    [Fact]
    public async Task A_source_that_was_put_away_and_comes_again_is_sent_again()
    {
        var sink = new Sink();
        var source = new Source();

        await RunAsync(source, sink);
        await RunAsync(source, sink);

        Assert.Equal(["one", "two", "one", "two"], sink.Words);
        Assert.Equal(2, source.PutAway);
    }

    [Fact]
    public async Task A_source_that_broke_off_after_a_part_was_stored_gives_only_the_rest()
    {
        var sink = new Sink();
        var source = new SourceInParts { BreaksOff = true };

        await RunAsync(source, sink);
        Assert.Equal(["one"], sink.Words);
        source.BreaksOff = false;
        await RunAsync(source, sink);
        Assert.Equal(["one", "two"], sink.Words);
        await RunAsync(source, sink);

        Assert.Equal(["one", "two", "one", "two"], sink.Words);
        Assert.Equal(2, source.PutAway);
    }

    private async Task RunAsync(Collector source, Sink sink)
    {
        await using var broker = new SqliteBroker(new SqliteBrokerOptions { Path = Path.Combine(_folder, "queues.db") });
        await using Pipeline pipeline = Pipeline.Create(new PipelineOptions { Broker = broker }, p => p
            .Collect(source, new BotSetup { Id = "source" })
            .Parse(new IntelMqJsonParser(new IntelMqJsonParserOptions { Splitlines = true }))
            .Output(sink, new BotSetup { Id = "sink" }));
        await pipeline.RunAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));
    }

    private sealed class Source() : Collector(new CollectorOptions { Name = "Example Feed" })
    {
        public bool CannotBePutAway { get; set; }

        public int PutAway { get; private set; }

        public override async IAsyncEnumerable<CollectedReport> CollectAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            yield return new CollectedReport(NewReport(Encoding.UTF8.GetBytes("{\"extra.word\": \"one\"}\n{\"extra.word\": \"two\"}")), _ =>
            {
                if (CannotBePutAway)
                    throw new IOException("The source is read-only.");
                PutAway++;
                return ValueTask.CompletedTask;
            });
        }
    }

    private sealed class SourceInParts() : Collector(new CollectorOptions { Name = "Example Feed" })
    {
        public bool BreaksOff { get; set; }

        public int PutAway { get; private set; }

        public override async IAsyncEnumerable<CollectedReport> CollectAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            var source = new CollectedSource(_ =>
            {
                PutAway++;
                return ValueTask.CompletedTask;
            });
            yield return NewPart(source, NewReport("{\"extra.word\": \"one\"}"u8.ToArray()), [], "one"u8.ToArray());
            if (BreaksOff)
                throw new InvalidOperationException("The rest is not there.");
            yield return NewPart(source, NewReport("{\"extra.word\": \"two\"}"u8.ToArray()), [], "two"u8.ToArray());
            await source.CompleteAsync(cancellationToken);
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
