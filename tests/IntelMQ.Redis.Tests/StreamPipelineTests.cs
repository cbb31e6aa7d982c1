using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using IntelMQ.Bots;
using IntelMQ.Bots.Parsers.Json;
using IntelMQ.Messages;
using IntelMQ.Pipelines;
using IntelMQ.Schemas;

namespace IntelMQ.Redis.Tests;

// Hosts that run the same bots over one server.
public sealed class StreamPipelineTests
{
    private const int Events = 3000;

    [RedisFact]
    public async Task Hosts_share_a_bot_and_a_rolling_restart_loses_doubles_and_disorders_nothing()
    {
        using RedisProgram server = RedisProgram.Start();
        var seen = new ConcurrentDictionary<string, ConcurrentQueue<(string Address, int Number)>>();
        await using (RedisStreamBroker collecting = Open(server))
        {
            // The collector's host has none of the experts.
            await using Pipeline pipeline = Pipeline.Create(new PipelineOptions { Broker = collecting }, static p =>
            {
                p.Load(new PipelineDefinition { Bots = [new BotDefinition { Id = "worker", Module = "intelmq.bots.experts.taxonomy.expert", PartitionBy = "source.ip", Instances = 2, IsForeign = true }] }, StandardBots.All);
                p.Collect(new Source()).Parse(new IntelMqJsonParser(new IntelMqJsonParserOptions { Splitlines = true }), new BotSetup { Id = "numbers" }).ConnectTo(p.Find("worker")!);
            });
            await pipeline.RunAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(120));
        }

        await using Host first = new(server, seen);
        await using Host second = new(server, seen);
        await WaitAsync(seen, Events / 8);
        await first.StopAsync();
        await using Host third = new(server, seen);
        await WaitAsync(seen, Events / 3);
        await second.StopAsync();
        await WaitAsync(seen, Events);
        await third.StopAsync();

        Assert.Equal(Events, seen.Values.Sum(static queue => queue.Count));
        Assert.Equal(Events, seen.Values.SelectMany(static queue => queue.Select(static one => one.Number)).Distinct().Count());
        Assert.All(seen.Values, static queue => Assert.Equal(queue.Select(static one => one.Number).Order(), queue.Select(static one => one.Number)));
        Assert.All((Host[])[first, second, third], static host => Assert.True(host.Count > 0, "A host has had nothing to do."));
    }

    private static RedisStreamBroker Open(RedisProgram server)
    {
        RedisBrokerOptions options = server.Options();
        options.LeaseTime = TimeSpan.FromSeconds(5);
        return new RedisStreamBroker(options);
    }

    private static async Task WaitAsync(ConcurrentDictionary<string, ConcurrentQueue<(string Address, int Number)>> seen, int count)
    {
        for (int wait = 0; wait < 2400 && seen.Values.Sum(static queue => queue.Count) < count; wait++)
            await Task.Delay(50);
    }

    /// <summary>A process with the bot; stays until it is stopped.</summary>
    private sealed class Host : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly RedisStreamBroker _broker;
        private readonly Pipeline _pipeline;
        private readonly Task _running;
        private int _count;

        public Host(RedisProgram server, ConcurrentDictionary<string, ConcurrentQueue<(string Address, int Number)>> seen)
        {
            _broker = Open(server);
            _pipeline = Pipeline.Create(new PipelineOptions { Broker = _broker, BatchSize = 16, StaysOpen = true }, p => Sender(p)
                .Expert(_ => new Note(message =>
                {
                    string address = message["source.ip"].ToString();
                    seen.GetOrAdd(address, static _ => new()).Enqueue((address, int.Parse(message["extra.number"].ToString(), CultureInfo.InvariantCulture)));
                    Interlocked.Increment(ref _count);
#pragma warning disable RS0030 // An expert that takes its time, in its own thread.
                    Thread.Sleep(1);
#pragma warning restore RS0030
                }), new BotSetup { Id = "worker", HasOwnQueue = true, PartitionBy = Fields.Source.Ip, Instances = 2 })
                .Output(new Nowhere(), new BotSetup { Id = "nowhere" }));
            _running = _pipeline.RunAsync(_stop.Token);
        }

        public int Count => _count;

        // It runs in another process.
        private static PipelineNode Sender(PipelineBuilder builder)
        {
            builder.Load(new PipelineDefinition { Bots = [new BotDefinition { Id = "numbers", Module = "intelmq.bots.parsers.json.parser", IsForeign = true }] }, StandardBots.All);
            return builder.Find("numbers")!;
        }

        public async Task StopAsync()
        {
            await _stop.CancelAsync();
            await _running.WaitAsync(TimeSpan.FromSeconds(60));
        }

        public async ValueTask DisposeAsync()
        {
            await StopAsync();
            await _pipeline.DisposeAsync();
            await _broker.DisposeAsync();
            _stop.Dispose();
        }
    }

    private sealed class Source() : Collector(new CollectorOptions { Name = "Example Feed" })
    {
        public override async IAsyncEnumerable<CollectedReport> CollectAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            string text = string.Join('\n', Enumerable.Range(0, Events).Select(static n => $$$"""{"source.ip": "192.0.2.{{{n % 50}}}", "extra.number": {{{n}}}}"""));
            yield return new CollectedReport(NewReport(Encoding.UTF8.GetBytes(text)), static _ => ValueTask.CompletedTask);
        }
    }

    private sealed class Note(Action<Event> seen) : Expert
    {
        public override Verdict Process(Event message)
        {
            seen(message);
            return Verdict.Keep;
        }
    }

    private sealed class Nowhere : Output
    {
        public override ValueTask SendAsync(IReadOnlyList<Event> batch, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
