using IntelMQ.Bots;
using IntelMQ.Hosting.Running;
using IntelMQ.Pipelines;

// The folder of runtime.yaml and harmonization.conf.
await using IntelMQHost host = await IntelMQHost.OpenAsync(
    new IntelMQHostOptions
    {
        ConfigurationFolder = "/opt/intelmq/etc",
        StateFolder = "/var/lib/intelmq-net",
        Bots = new BotCatalog().Add(StandardBots.All),
        UntilDrained = true,
    },
    CancellationToken.None);
PipelineResult result = await host.RunAsync(CancellationToken.None);
Console.WriteLine(result);
