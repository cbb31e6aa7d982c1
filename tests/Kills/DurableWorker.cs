using IntelMQ.Bots;
using IntelMQ.Bots.Collectors;
using IntelMQ.Bots.Experts;
using IntelMQ.Bots.Outputs;
using IntelMQ.Bots.Parsers.Json;
using IntelMQ.Pipelines;

namespace Kills;

/// <summary>
/// The pipeline that is killed over a durable broker: files, a parser, an expert that forks, a deduplicator and an aggregate that remember, two
/// outputs in files. Beside each output the same events go to a bot that is disabled: what waits in its queue is what the graph made of the
/// input, while an output may have handed its last batch over before the kill and hands it over again.
/// </summary>
internal static class DurableWorker
{
    public const int BatchSize = 64;
    public const string Once = "ledger-once";
    public const string Copies = "ledger-copies";
    public const string Counts = "ledger-counts";

    public static async Task<int> RunAsync(KillFolders folders, string broker, int port)
    {
        using var stop = new CancellationTokenSource();
        using var terminated = Worker.StopAt(stop);
        await using KillSite site = await KillSite.OpenAsync(broker, port, folders);
        var options = new PipelineOptions { Broker = site.Broker, BatchSize = BatchSize, StopTimeout = TimeSpan.FromSeconds(3), MaxAttempts = null };
        await using Pipeline pipeline = Pipeline.Create(options, p => Build(p, folders));
        Console.WriteLine("running");
        PipelineResult result = await pipeline.RunAsync(stop.Token);
        return result.IsComplete ? 0 : 3;
    }

    private static void Build(PipelineBuilder p, KillFolders folders)
    {
        p.Load(new PipelineDefinition { Bots = [Ledger(Once), Ledger(Copies), Ledger(Counts)] }, StandardBots.All);
        PipelineNode fork = p
            .Collect(new FileCollector(new FileCollectorOptions { Path = folders.Input, Postfix = ".jsonl", DeleteFile = true, MinimumAge = TimeSpan.Zero, Name = "Kills" }))
            .Parse(new IntelMqJsonParser(new IntelMqJsonParserOptions { Splitlines = true }))
            .Expert(new ForkExpert(), new BotSetup { HasOwnQueue = true });
        PipelineNode once = fork.Expert(
            static s => new DeduplicatorExpert(new DeduplicatorExpertOptions { FilterType = FilterType.Whitelist, FilterKeys = ["extra.id"], CacheTtl = TimeSpan.Zero }, s),
            new BotSetup { HasOwnQueue = true });
        once.Output(new FileOutput(new FileOutputOptions { File = folders.Events }), new BotSetup { Id = "events" });
        once.ConnectTo(p.Find(Once)!);
        once.Expert(static s => new AggregateExpert(new AggregateExpertOptions { Fields = ["classification.identifier"], Threshold = 1, Timespan = "1 second" }, s))
            .ConnectTo(p.Find(Counts)!);
        fork.To(ForkExpert.Copies).Output(new FileOutput(new FileOutputOptions { File = folders.Copies }), new BotSetup { Id = "copies" });
        fork.To(ForkExpert.Copies).ConnectTo(p.Find(Copies)!);
    }

    private static BotDefinition Ledger(string id) => new() { Id = id, Module = "intelmq.bots.outputs.file.output", IsEnabled = false };
}
