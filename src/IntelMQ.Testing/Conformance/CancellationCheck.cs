using IntelMQ.Bots;
using IntelMQ.Http;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Testing.Conformance;

/// <summary>A bot stops when it is told to: before it begins, and while it waits for a service that does not answer.</summary>
internal static class CancellationCheck
{
    private static readonly TimeSpan Promptly = TimeSpan.FromSeconds(10);

    // Until then a bot that asks a service has asked it; one that does not has ended, or waits for something else.
    private static readonly TimeSpan Asking = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(Bot bot, Schema schema, List<string> violations)
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync().ConfigureAwait(false);
        await EndsAsync(Begin(bot, new Event(schema), cancelled.Token), violations).ConfigureAwait(false);
    }

    public static async Task RunMidwayAsync(Func<BotServices, Bot> create, Schema schema, List<string> violations)
    {
        using var network = new SilentNetwork();
        using var connections = new HttpConnections(_ => network);
        var services = new BotServices { Time = new FakeClock(), Schema = schema, Http = connections, Dns = network };
        Bot bot = create(services);
        try
        {
            if (bot is not (AsyncExpert or BatchExpert))
                return;
            await bot.StartAsync(CancellationToken.None).ConfigureAwait(false);
            using var stop = new CancellationTokenSource();
            Task work = Begin(bot, SampleEvents.Full(schema), stop.Token);
            await Task.WhenAny(work, network.Asked, Task.Delay(Asking, TimeProvider.System, CancellationToken.None)).ConfigureAwait(false);
            await stop.CancelAsync().ConfigureAwait(false);
            await EndsAsync(work, violations).ConfigureAwait(false);
        }
        finally
        {
            await bot.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static async Task EndsAsync(Task work, List<string> violations)
    {
        try
        {
            await work.WaitAsync(Promptly, CancellationToken.None).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!work.IsCompleted)
        {
            violations.Add($"The bot goes on {Promptly.TotalSeconds:0} seconds after it was told to stop.");
        }
#pragma warning disable CA1031 // Ending with any exception is prompt enough: an empty event may be refused, a folder may be missing.
        catch (Exception)
        {
        }
#pragma warning restore CA1031
    }

    private static Task Begin(Bot bot, Event message, CancellationToken cancellationToken)
        => Task.Run(() => RunOnceAsync(bot, message, cancellationToken), CancellationToken.None);

    private static async Task RunOnceAsync(Bot bot, Event message, CancellationToken cancellationToken)
    {
        switch (bot)
        {
            case Expert expert:
                expert.Process(message);
                break;
            case AsyncExpert expert:
                await expert.ProcessAsync(message, cancellationToken).ConfigureAwait(false);
                break;
            case BatchExpert expert:
                await expert.ProcessAsync([new BatchItem(message)], cancellationToken).ConfigureAwait(false);
                break;
            case HoldingExpert expert:
                expert.Process(message);
                break;
            case Output output:
                await output.SendAsync([message], cancellationToken).ConfigureAwait(false);
                break;
            case Collector collector:
                await foreach (CollectedReport report in collector.CollectAsync(cancellationToken).ConfigureAwait(false))
                    await report.SettleAsync(CancellationToken.None).ConfigureAwait(false);
                break;
        }
    }
}
