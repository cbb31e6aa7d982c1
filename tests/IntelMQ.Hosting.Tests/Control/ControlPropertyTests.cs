using IntelMQ.Hosting.Control;
using IntelMQ.Hosting.Endpoint;
using IntelMQ.Hosting.Tests.Support;
using IntelMQ.Pipelines;

namespace IntelMQ.Hosting.Tests.Control;

/// <summary>Whatever an operator asks of the endpoint while events flow, each event reaches each output once.</summary>
public sealed class ControlPropertyTests
{
    private const int LinesPerReport = 500;

    private static readonly string[] Bots = ["sample-collector", "sample-parser", "sample-expert", "first-output", "second-output"];

    [Theory]
    [InlineData("memory", 1)]
    [InlineData("sqlite", 2)]
    public async Task A_thousand_random_commands_lose_and_double_nothing(string broker, int seed)
    {
        var random = new Random(seed);
        await using SampleHost sample = await SampleHost.OpenAsync(broker, hasSpare: false);
        await using ControlEndpoint endpoint = await ControlEndpoint.StartAsync(sample.Host.Control, new ControlEndpointOptions { StateFolder = sample.State }, CancellationToken.None);
        using ControlClient client = ControlClient.Open(sample.State);
        for (int i = 0; i < 20; i++)
            sample.Feed.Add(LinesPerReport);
        sample.Run();
        await Patience.UntilAsync(async () => (await client.GetStatusAsync()).IsRunning);
        for (int i = 0; i < 1000; i++)
        {
            if (sample.Feed.Waiting < 3)
                sample.Feed.Add(LinesPerReport);
            BotScope bot = BotScope.Of(Bots[random.Next(Bots.Length)]);
            HostStatus status = await (random.Next(12) switch
            {
                0 or 1 or 2 => client.StopAsync(bot),
                3 or 4 or 5 or 6 => client.StartAsync(bot),
                7 => client.RestartAsync(bot),
                8 => client.ReloadAsync(bot),
                9 => TakeAndPutBackAsync(client, $"{Bots[random.Next(1, Bots.Length)]}-queue"),
                10 => client.StartAsync(BotScope.All),
                _ => client.GetStatusAsync(),
            });
            Assert.True(status.IsRunning, "The run has ended.");
        }

        await client.StartAsync(BotScope.All);
        await sample.Feed.WhenSettledAsync().WaitAsync(TimeSpan.FromSeconds(120));
        await Patience.UntilAsync(() => new(sample.First.Count >= sample.Feed.Count && sample.Second.Count >= sample.Feed.Count));
        PipelineResult result = await sample.StopAsync();

        Assert.Equal(0, result.Unsettled);
        Assert.True(sample.Feed.Count >= 10_000, $"Only {sample.Feed.Count} events flowed.");
        Assert.Equal(sample.Feed.Lines(), sample.First.Lines());
        Assert.Equal(sample.Feed.Lines(), sample.Second.Lines());
    }

    private static async ValueTask<HostStatus> TakeAndPutBackAsync(ControlClient client, string queue)
    {
        if (await client.TakeAsync(queue) is { } taken)
            await client.PutAsync(queue, taken.Json);
        return await client.GetStatusAsync();
    }
}
