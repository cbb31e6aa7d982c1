// The main job: a Shadowserver report becomes validated, enriched, de-duplicated events.
//
//   dotnet run --project samples/QuickStart [-- --input FOLDER] [--output FOLDER] [--schema FILE]

using IntelMQ.Bots;
using IntelMQ.Bots.Collectors;
using IntelMQ.Bots.Experts;
using IntelMQ.Bots.Outputs;
using IntelMQ.Bots.Parsers.Shadowserver;
using IntelMQ.Failures;
using IntelMQ.Pipelines;
using IntelMQ.Schemas;
using Microsoft.Extensions.Logging.Abstractions;
using QuickStart;

if (!Arguments.TryRead(args, out Arguments? arguments, out string? complaint))
{
    Console.Error.WriteLine($"{complaint}\n\n{Arguments.Usage}");
    return 2;
}

if (arguments is null)
{
    Console.WriteLine(Arguments.Usage);
    return 0;
}

try
{
    return await RunAsync(arguments, OutputFolder.Open(arguments.Output ?? Path.Combine("artifacts", "quickstart")));
}
catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or PipelineConfigurationException or BotConfigurationException)
{
    Console.Error.WriteLine(exception.Message);
    return 2;
}

static async Task<int> RunAsync(Arguments arguments, OutputFolder output)
{
    string data = Path.Combine(AppContext.BaseDirectory, "data");
    var tally = new ClassificationTally();

    await using var store = FileFailureStore.Open(new FileFailureStoreOptions { Folder = output.Failures }, Schema.Default, TimeProvider.System, NullLogger.Instance);
    await using Pipeline pipeline = Pipeline.Create(new PipelineOptions { Failures = store }, p => p
        .Collect(new FileCollector(new FileCollectorOptions { Path = arguments.Input ?? data, Postfix = ".csv", Name = "Accessible HTTP", Provider = "Shadowserver" }))
        .Parse(new ShadowserverParser(new ShadowserverParserOptions { SchemaFile = arguments.Schema ?? Path.Combine(data, "shadowserver-schema.json") }))
        .Expert(new TaxonomyExpert())
        .Expert(new Url2FqdnExpert(new Url2FqdnExpertOptions()))
        .Expert(new FilterExpert(new FilterExpertOptions { FilterKey = "extra.severity", FilterValue = "info", FilterAction = "drop" }))
        .Expert(new FieldReducerExpert(new FieldReducerExpertOptions { Type = FilterType.Blacklist, Keys = ["extra.naics", "extra.hostname_source"] }))
        .Expert(new DeduplicatorExpert(new DeduplicatorExpertOptions
        {
            FilterType = FilterType.Whitelist,
            FilterKeys = ["source.ip", "source.port", "classification.identifier", "time.source"],
            MaxKeys = 100_000,
        }), new BotSetup { Id = "deduplicator" })
        .Expert(tally)
        .Output(new FileOutput(new FileOutputOptions { File = output.Events, KeepRawField = true })));

    using var stop = new CancellationTokenSource();
    Console.CancelKeyPress += (_, key) =>
    {
        key.Cancel = true;
        stop.Cancel();
    };

    Task<PipelineResult> run = pipeline.RunAsync(stop.Token);
    await Progress.ShowAsync(pipeline, run);
    return await Summary.PrintAsync(await run, tally, store, output);
}
