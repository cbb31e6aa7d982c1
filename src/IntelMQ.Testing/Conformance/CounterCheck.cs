using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Pipelines;
using IntelMQ.Schemas;

namespace IntelMQ.Testing.Conformance;

/// <summary>In a pipeline a bot accounts for every message: it sends it, ends it on purpose, or lets it become a failure.</summary>
internal static class CounterCheck
{
    private const string Id = "bot";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    public static async Task RunAsync(Func<BotServices, Bot> create, Schema schema, List<string> violations)
    {
        using var network = new TestServices();
        var services = new BotServices { Time = new HurriedClock(), Schema = schema, Http = network.Services.Http, Dns = network.Dns };
        Bot bot = create(services);
        var failures = new MemoryFailureStore(int.MaxValue, TimeProvider.System);
        await using (failures.ConfigureAwait(false))
        {
            var feed = new ConformanceFeed();
            Pipeline pipeline = Pipeline.Create(
                new PipelineOptions { Schema = schema, Failures = failures, Retry = RetryPolicy.None, StopTimeout = TimeSpan.Zero },
                builder => feed.Connect(builder, bot, Id));
            await using (pipeline.ConfigureAwait(false))
            {
                using var late = new CancellationTokenSource(Limit);
                PipelineResult result = await pipeline.RunAsync(late.Token).ConfigureAwait(false);
                if (result.WasStopped)
                    violations.Add($"In a pipeline the bot comes to no end within {Limit.TotalSeconds:0} seconds.");
                else
                    Compare(bot, result.Counters.Bots[Id], feed, violations);
            }

            await foreach (StoredFailure stored in failures.ReadAsync(CancellationToken.None).ConfigureAwait(false))
            {
                if (stored.Failure.Reason.Contains("which it does not declare", StringComparison.Ordinal))
                    violations.Add(stored.Failure.Reason);
            }
        }
    }

    private static void Compare(Bot bot, BotCounters counters, ConformanceFeed feed, List<string> violations)
    {
        long sent = counters.Sent.Values.Sum();
        if (counters.Kind == BotKind.Collector)
        {
            if (sent != feed.Reports)
                violations.Add($"The collector counts {sent} reports, but {feed.Reports} came.");
            return;
        }

        if (counters.Received != feed.Handed)
            violations.Add($"The bot counts {counters.Received} messages as received, but was handed {feed.Handed}.");
        if (counters.Kind != BotKind.Output && sent != feed.Stored)
            violations.Add($"The bot counts {sent} messages as sent, but {feed.Stored} came.");
        // What is held may be counted into another event.
        if (counters.Kind != BotKind.Parser && bot is not HoldingExpert && sent + counters.Dropped + counters.Failed < counters.Received)
            violations.Add($"Of {counters.Received} messages the bot sent {sent}, dropped {counters.Dropped} and failed on {counters.Failed}: some are not accounted for.");
    }
}
