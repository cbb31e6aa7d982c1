using System.Runtime.CompilerServices;
using System.Text;
using IntelMQ.Bots;
using IntelMQ.Bots.Experts;
using IntelMQ.Bots.Parsers.Json;
using IntelMQ.Messages;
using IntelMQ.Pipelines;

namespace IntelMQ.Redis.Tests;

// A deduplicator here and one in Python.
public sealed class SharedDeduplicatorTests
{
    // The SHA-256 that IntelMQ computes over source.ip alone.
    private static string HashOf(string ip) => MessageHash.ComputeText(Parse(ip), HashFilter.Only(["source.ip"]));

    [RedisTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task They_drop_each_others_duplicates(bool streams)
    {
        using RedisProgram server = RedisProgram.Start();
        // Python has seen one before the start.
        server.Call(6, "SET", HashOf("192.0.2.1"), "hash", "EX", "100");
        var sink = new Sink();
        await using IBroker broker = streams ? new RedisStreamBroker(server.Options()) : new RedisBroker(server.Options());
        // And another one while this pipeline runs: its commit finds that out.
        var source = new Source(["192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.2"], () => server.Call(6, "SET", HashOf("192.0.2.3"), "hash", "EX", "100"));
        var options = new DeduplicatorExpertOptions { FilterType = FilterType.Whitelist, FilterKeys = ["source.ip"], Cache = { RedisCacheHost = "localhost", RedisCachePort = server.Port } };
        await using Pipeline pipeline = Pipeline.Create(new PipelineOptions { Broker = broker }, p => p
            .Collect(source)
            .Parse(new IntelMqJsonParser(new IntelMqJsonParserOptions { Splitlines = true }))
            .Expert(s => new DeduplicatorExpert(options, s))
            .Output(sink, new BotSetup { Id = "sink" }));

        await pipeline.RunAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(["192.0.2.2"], sink.Addresses);
        Assert.Equal(["hash"], server.Call(6, "GET", HashOf("192.0.2.2")));
        Assert.InRange(int.Parse(server.Call(6, "TTL", HashOf("192.0.2.2"))[0], System.Globalization.CultureInfo.InvariantCulture), 86300, 86400);
    }

    private static Event Parse(string ip)
    {
        var message = new Event();
        message.Set("source.ip", ip).ThrowIfRefused();
        return message;
    }

    private sealed class Source(string[] addresses, Action begun) : Collector(new CollectorOptions { Name = "Example Feed" })
    {
        public override async IAsyncEnumerable<CollectedReport> CollectAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            begun();
            yield return new CollectedReport(NewReport(Encoding.UTF8.GetBytes(string.Join('\n', addresses.Select(static ip => $$"""{"source.ip": "{{ip}}"}""")))), static _ => ValueTask.CompletedTask);
        }
    }

    private sealed class Sink : Output
    {
        private readonly List<string> _addresses = [];

        public IReadOnlyList<string> Addresses => _addresses;

        public override ValueTask SendAsync(IReadOnlyList<Event> batch, CancellationToken cancellationToken)
        {
            _addresses.AddRange(batch.Select(static message => message["source.ip"].ToString()));
            return ValueTask.CompletedTask;
        }
    }
}
