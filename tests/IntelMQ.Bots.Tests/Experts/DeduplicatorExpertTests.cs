using System.Runtime.CompilerServices;
using System.Text;
using IntelMQ.Bots.Experts;
using IntelMQ.Bots.Parsers.Json;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Messages;
using IntelMQ.Pipelines;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Experts;

public sealed class DeduplicatorExpertTests
{
    [Fact]
    public void An_event_seen_before_is_dropped()
    {
        var bot = new DeduplicatorExpert(new DeduplicatorExpertOptions());

        Assert.True(Passes(bot, """{"source.ip": "192.0.2.1", "raw": "Zm9v", "time.observation": "2026-01-01T00:00:00+00:00"}"""));
        Assert.False(Passes(bot, """{"source.ip": "192.0.2.1", "raw": "YmFy", "time.observation": "2026-01-02T00:00:00+00:00"}"""));
        Assert.False(Passes(bot, """{"source.ip": "192.0.2.1"}"""));
        Assert.True(Passes(bot, """{"source.ip": "192.0.2.2"}"""));
    }

    [Fact]
    public void Only_whitelisted_fields_count_and_without_any_of_them_the_event_passes()
    {
        var bot = new DeduplicatorExpert(new DeduplicatorExpertOptions { FilterType = FilterType.Whitelist, FilterKeys = ["source.ip", "extra"] });

        Assert.True(Passes(bot, """{"source.ip": "192.0.2.1", "comment": "a"}"""));
        Assert.False(Passes(bot, """{"source.ip": "192.0.2.1", "comment": "b"}"""));
        Assert.True(Passes(bot, """{"comment": "a", "extra.a": 1}"""));
        Assert.True(Passes(bot, """{"comment": "a", "extra.a": 1}"""));
    }

    [Fact]
    public void A_bypass_lets_all_pass()
    {
        var bot = new DeduplicatorExpert(new DeduplicatorExpertOptions { Bypass = true });

        Assert.True(Passes(bot, """{"source.ip": "192.0.2.1"}"""));
        Assert.True(Passes(bot, """{"source.ip": "192.0.2.1"}"""));
    }

    [Fact]
    public void Duplicates_do_not_renew_the_time()
    {
        using var services = new TestServices();
        var bot = new DeduplicatorExpert(new DeduplicatorExpertOptions { CacheTtl = TimeSpan.FromSeconds(10) }, services.Services);
        Passes(bot, """{"source.ip": "192.0.2.1"}""");
        services.Clock.Advance(TimeSpan.FromSeconds(9));
        Assert.False(Passes(bot, """{"source.ip": "192.0.2.1"}"""));
        services.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.True(Passes(bot, """{"source.ip": "192.0.2.1"}"""));
    }

    [Fact]
    public void The_oldest_event_makes_room_and_is_counted()
    {
        var bot = new DeduplicatorExpert(new DeduplicatorExpertOptions { MaxKeys = 2, CacheTtl = TimeSpan.Zero });
        for (int i = 1; i <= 3; i++)
        {
            Passes(bot, $$"""{"source.ip": "192.0.2.{{i}}"}""");
        }

        Assert.Equal(1, bot.Evictions);
        Assert.True(Passes(bot, """{"source.ip": "192.0.2.1"}"""));
        Assert.False(Passes(bot, """{"source.ip": "192.0.2.3"}"""));
    }

    [Fact]
    public async Task A_restart_remembers_what_was_seen_where_the_host_has_a_folder_for_it()
    {
        using var folder = new TempFolder();
        string[] sent = ["192.0.2.1", "192.0.2.2", "192.0.2.1"];
        Assert.Equal(["192.0.2.1", "192.0.2.2"], await RunAsync(folder.Path, 1, sent));
        Assert.Equal(["192.0.2.3"], await RunAsync(folder.Path, 1, ["192.0.2.2", "192.0.2.3"]));
        Assert.Equal(["192.0.2.1"], await RunAsync(null, 1, ["192.0.2.1"]));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("state")]
    public async Task Of_several_instances_only_one_lets_an_event_pass(string? state)
    {
        using var folder = new TempFolder();
        string[] sent = [.. Enumerable.Range(0, 20_000).Select(static i => $"198.51.{i / 7 % 100}.{i % 50}")];

        string[] passed = await RunAsync(state is null ? null : folder.Path, 3, sent);

        Assert.Equal(sent.Distinct().Order(StringComparer.Ordinal), passed.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(-1, 1, "redis_cache_ttl")]
    [InlineData(1, 0, "max_keys")]
    public void Parameters_out_of_range_are_refused(long ttl, long keys, string parameter)
    {
        var options = new DeduplicatorExpertOptions { CacheTtl = TimeSpan.FromSeconds(ttl), MaxKeys = keys };

        Assert.Contains(parameter, Assert.Throws<BotConfigurationException>(() => new DeduplicatorExpert(options)).Message, StringComparison.Ordinal);
    }

    // Sends addresses, in reports of a thousand, and returns those that passed.
    private static async Task<string[]> RunAsync(string? folder, int instances, string[] addresses)
    {
        string[] reports = [.. addresses.Chunk(1000).Select(static part => string.Join('\n', part.Select(static address => $$"""{"source.ip": "{{address}}"}""")))];
        var output = new AddressOutput();
        var services = new BotServices { StateFolder = folder };
        await using Pipeline pipeline = Pipeline.Create(new PipelineOptions { Services = services, BatchSize = 16 }, p => p
            .Collect(new TextCollector(reports))
            .Parse(new IntelMqJsonParser(new IntelMqJsonParserOptions { Splitlines = true }))
            .Expert(given => new DeduplicatorExpert(new DeduplicatorExpertOptions(), given), new BotSetup { Instances = instances })
            .Output(output));
        PipelineResult result = await pipeline.RunAsync(CancellationToken.None);
        Assert.True(result.IsComplete);
        return [.. output.Addresses];
    }

    private sealed class TextCollector(string[] texts) : Collector(new CollectorOptions())
    {
        public override async IAsyncEnumerable<CollectedReport> CollectAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            foreach (string text in texts)
                yield return new CollectedReport(NewReport(Encoding.UTF8.GetBytes(text)));
        }
    }

    private sealed class AddressOutput : Output
    {
        public List<string> Addresses { get; } = [];

        public override ValueTask SendAsync(IReadOnlyList<Event> batch, CancellationToken cancellationToken)
        {
            Addresses.AddRange(batch.Select(static message => message["source.ip"].ToString()));
            return ValueTask.CompletedTask;
        }
    }

    private static bool Passes(DeduplicatorExpert bot, string json) => bot.Process(Events.Of(json)).IsKeep;
}
