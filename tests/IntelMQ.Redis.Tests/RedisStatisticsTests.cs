using IntelMQ.Bots;
using IntelMQ.Pipelines;
using IntelMQ.Testing;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Redis.Tests;

public sealed class RedisStatisticsTests
{
    [RedisFact]
    public async Task What_bots_have_done_is_where_IntelMQ_writes_it()
    {
        using RedisProgram server = RedisProgram.Start();
        await using var statistics = new RedisStatistics(new RedisStatisticsOptions { Port = server.Port, Interval = TimeSpan.FromSeconds(100) });

        await statistics.WriteAsync(Counters(received: 10, sent: 7, failed: 2));
        await statistics.WriteAsync(Counters(received: 14, sent: 10, failed: 3));

        Assert.Equal(["10"], server.Call(3, "GET", "cymru-whois-expert.total._default"));
        Assert.Equal(["3"], server.Call(3, "GET", "cymru-whois-expert.temporary._default"));
        Assert.Equal(["11"], server.Call(3, "GET", "cymru-whois-expert.stats.success"));
        Assert.Equal(["3"], server.Call(3, "GET", "cymru-whois-expert.stats.failure"));
        Assert.InRange(int.Parse(server.Call(3, "TTL", "cymru-whois-expert.temporary._default")[0], System.Globalization.CultureInfo.InvariantCulture), 90, 100);
        Assert.Equal(["-1"], server.Call(3, "TTL", "cymru-whois-expert.total._default"));
    }

    [RedisFact]
    public async Task A_server_that_is_gone_is_said_once()
    {
        using RedisProgram server = RedisProgram.Start();
        using var logs = new LogCollector();
        await using var statistics = new RedisStatistics(new RedisStatisticsOptions { Port = server.Port, Logs = logs });
        server.Kill();

        await statistics.WriteAsync(Counters(1, 1, 0));
        await statistics.WriteAsync(Counters(2, 2, 0));

        Assert.Equal($"Statistics cannot be written: Redis at 127.0.0.1:{server.Port} cannot be reached.", Assert.Single(logs.AtLeast(LogLevel.Warning)).Message);
    }

    private static PipelineCounters Counters(long received, long sent, long failed)
    {
        var bot = new BotCounters("cymru-whois-expert", BotKind.Expert, received, new Dictionary<string, long> { [BotPath.Default] = sent }, failed, 0, 0);
        return new PipelineCounters(new Dictionary<string, BotCounters> { [bot.Id] = bot }, new Dictionary<string, long>());
    }
}
