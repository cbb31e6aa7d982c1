using System.Runtime.InteropServices;
using IntelMQ.Bots;
using IntelMQ.Bots.Collectors;
using IntelMQ.Bots.Experts;
using IntelMQ.Bots.Outputs;
using IntelMQ.Bots.Parsers.Json;
using IntelMQ.Failures;
using IntelMQ.Pipelines;
using IntelMQ.Schemas;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kills;

/// <summary>The pipeline that is killed: files, a parser, a deduplicator and an aggregate that remember, outputs and failures in files.</summary>
internal static class Worker
{
    public static async Task<int> RunAsync(KillFolders folders)
    {
        using var stop = new CancellationTokenSource();
        using PosixSignalRegistration terminated = StopAt(stop);
        var services = new BotServices { StateFolder = folders.State };
        await using var failures = FileFailureStore.Open(new FileFailureStoreOptions { Folder = folders.Failures }, Schema.Default, TimeProvider.System, NullLogger.Instance);
        var options = new PipelineOptions { Services = services, Failures = failures, BatchSize = 64, StopTimeout = TimeSpan.FromSeconds(3) };
        await using Pipeline pipeline = Pipeline.Create(options, p =>
        {
            PipelineNode once = p
                .Collect(new FileCollector(new FileCollectorOptions { Path = folders.Input, Postfix = ".jsonl", DeleteFile = true, Name = "Kills", MinimumAge = TimeSpan.Zero }))
                .Parse(new IntelMqJsonParser(new IntelMqJsonParserOptions { Splitlines = true }))
                .Expert(s => new DeduplicatorExpert(new DeduplicatorExpertOptions { FilterType = FilterType.Whitelist, FilterKeys = ["extra.id"], CacheTtl = TimeSpan.Zero }, s));
            once.Output(new FileOutput(new FileOutputOptions { File = folders.Events }));
            once.Expert(s => new AggregateExpert(new AggregateExpertOptions { Fields = ["classification.identifier"], Threshold = 1, Timespan = "1 second" }, s))
                .Output(new FileOutput(new FileOutputOptions { File = folders.Counts }));
        });
        Console.WriteLine("running");
        PipelineResult result = await pipeline.RunAsync(stop.Token);
        return result.IsComplete ? 0 : 3;
    }

    /// <summary>Has SIGTERM stop the pipeline in good order.</summary>
    public static PosixSignalRegistration StopAt(CancellationTokenSource stop) => PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
    {
        context.Cancel = true;
        stop.Cancel();
    });
}
