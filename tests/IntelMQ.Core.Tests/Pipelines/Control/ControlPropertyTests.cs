using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using IntelMQ.Bots;
using IntelMQ.Messages;
using IntelMQ.Pipelines;

namespace IntelMQ.Core.Tests.Pipelines.Control;

/// <summary>Whatever an operator does while events flow, each event reaches each output once.</summary>
public sealed class ControlPropertyTests
{
    private const int LinesPerReport = 500;

    private readonly Feed _feed = new();
    private readonly Sink _first = new();
    private readonly Sink _second = new();

    [Theory]
    [InlineData(1, 4000)]
    [InlineData(2, 3000)]
    [InlineData(3, 3000)]
    public async Task Random_commands_lose_and_double_nothing(int seed, int commands)
    {
        var random = new Random(seed);
        BotDescriptor[] bots =
        [
            Describe("sample.collector", BotKind.Collector, () => new FeedCollector(_feed)),
            Describe("sample.parser", BotKind.Parser, static () => new LineParser()),
            Describe("sample.expert", BotKind.Expert, static () => new FunctionExpert(static _ => Verdict.Keep)),
            Describe("sample.waiting", BotKind.Expert, static () => new FunctionAsyncExpert(static async (_, token) =>
            {
                await Task.Yield();
                token.ThrowIfCancellationRequested();
                return Verdict.Keep;
            })),
            Describe("sample.first", BotKind.Output, () => new SinkOutput(_first)),
            Describe("sample.second", BotKind.Output, () => new SinkOutput(_second)),
        ];
        var options = new PipelineOptions { StaysOpen = true, QueueCapacity = 64, BatchSize = 16, CollectInterval = TimeSpan.FromMilliseconds(1), StopTimeout = TimeSpan.FromSeconds(20) };
        await using Pipeline pipeline = Pipeline.Create(Variant(0), bots, options);
        using var stop = new CancellationTokenSource();
        Task<PipelineResult> running = pipeline.RunAsync(stop.Token);
        for (int i = 0; i < commands; i++)
        {
            if (_feed.Waiting < 3)
                _feed.Add(LinesPerReport);
            IReadOnlyList<BotDefinition> present = pipeline.Control.Definition.Bots;
            BotSelection bot = BotSelection.Bot(present[random.Next(present.Count)].Id);
            switch (random.Next(12))
            {
                case 0 or 1 or 2:
                    await pipeline.Control.StopAsync(bot);
                    break;
                case 3 or 4 or 5 or 6:
                    await pipeline.Control.StartAsync(bot);
                    break;
                case 7:
                    await pipeline.Control.RestartAsync(bot);
                    break;
                case 8:
                    await pipeline.Control.ReloadAsync(bot);
                    break;
                case 9:
                    await pipeline.Control.ApplyAsync(Variant(random.Next(4)));
                    break;
                case 10:
                    PipelineStatus status = await pipeline.Control.GetStatusAsync();
                    Assert.True(status.IsRunning, running.IsFaulted ? running.Exception!.ToString() : "The run has ended.");
                    break;
                default:
                    await Task.Delay(random.Next(8));
                    break;
            }
        }

        await pipeline.Control.ApplyAsync(Variant(0));
        await pipeline.Control.StartAsync(BotSelection.All);
        await _feed.WhenSettledAsync().WaitAsync(TimeSpan.FromSeconds(60));
        await stop.CancelAsync();
        PipelineResult result = await running.WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(0, result.Unsettled);
        Assert.True(_feed.Count > 10_000, $"Only {_feed.Count} events flowed.");
        Assert.Equal(_feed.Lines(), _first.Lines());
        Assert.Equal(_feed.Lines(), _second.Lines());
    }

    // Chains of other lengths, bots in the middle that come and go, a fork, and instances.
    private static PipelineDefinition Variant(int number) => new()
    {
        Bots =
        [
            Bot("collector", "sample.collector", "parser"),
            Bot("parser", "sample.parser", "a"),
            Bot("a", "sample.expert", number == 1 ? ["w"] : ["b"]),
            .. number == 1 ? [] : new[] { Bot("b", "sample.expert", "w") with { HasOwnQueue = number == 3 } },
            Bot("w", "sample.waiting", "first", "c"),
            Bot("c", "sample.expert", "second") with { Instances = number == 2 ? 3 : 1 },
            Bot("first", "sample.first"),
            Bot("second", "sample.second"),
        ],
    };

    private static BotDefinition Bot(string id, string module, params string[] receivers)
        => new() { Id = id, Module = module, Destinations = [.. receivers.Select(static receiver => new BotDestination(BotPath.Default, receiver))] };

    private static BotDescriptor Describe<TBot>(string module, BotKind kind, Func<TBot> create)
        where TBot : Bot
        => BotDescriptor.For<TBot, NoOptions>(module, kind, "A sample.", (_, _) => create());

    // What is to be collected; a report is there until it is settled.
    private sealed class Feed
    {
        private readonly Lock _gate = new();
        private readonly SortedDictionary<int, string> _reports = [];
        private readonly List<string> _lines = [];
        private int _last;

        public int Waiting
        {
            get
            {
                lock (_gate)
                    return _reports.Count;
            }
        }

        public int Count
        {
            get
            {
                lock (_gate)
                    return _lines.Count;
            }
        }

        public void Add(int lines)
        {
            lock (_gate)
            {
                string[] added = [.. Enumerable.Range(0, lines).Select(i => string.Create(CultureInfo.InvariantCulture, $"{_last}-{i}"))];
                _lines.AddRange(added);
                _reports.Add(_last++, string.Join('\n', added));
            }
        }

        public List<(int Number, string Text)> All()
        {
            lock (_gate)
                return [.. _reports.Select(static pair => (pair.Key, pair.Value))];
        }

        public void Settle(int number)
        {
            lock (_gate)
                _reports.Remove(number);
        }

        public string[] Lines()
        {
            lock (_gate)
                return [.. _lines.Order(StringComparer.Ordinal)];
        }

        public async Task WhenSettledAsync()
        {
            while (Waiting > 0)
                await Task.Delay(5);
        }
    }

    private sealed class FeedCollector(Feed feed) : Collector(new CollectorOptions())
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

    private sealed class Sink
    {
        private readonly List<string> _lines = [];

        public void Add(IReadOnlyList<Event> batch)
        {
            lock (_lines)
                _lines.AddRange(batch.Select(static message => message["extra.line"].ToString()));
        }

        public string[] Lines()
        {
            lock (_lines)
                return [.. _lines.Order(StringComparer.Ordinal)];
        }
    }

    private sealed class SinkOutput(Sink sink) : Output
    {
        public override ValueTask SendAsync(IReadOnlyList<Event> batch, CancellationToken cancellationToken)
        {
            sink.Add(batch);
            return ValueTask.CompletedTask;
        }
    }
}
