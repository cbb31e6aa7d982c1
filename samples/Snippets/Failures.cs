using ExampleFeed;
using IntelMQ.Bots;
using IntelMQ.Bots.Collectors;
using IntelMQ.Bots.Outputs;
using IntelMQ.Failures;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Pipelines;
using IntelMQ.Schemas;
using Microsoft.Extensions.Logging.Abstractions;

namespace Snippets;

/// <summary>docs/failures.md.</summary>
public static class Failures
{
    public static void WithoutAPipeline()
    {
        // #region parse
        var parser = new ExampleParser();
        ParseResult result = parser.Parse(new Report(File.ReadAllBytes("example.csv"), Schema.Default));

        Failure failure = result.Failures[0];
        Console.WriteLine(failure.Field);
        Console.WriteLine(failure.Reason);
        Console.WriteLine(failure.LineNumber);
        Console.WriteLine(System.Text.Encoding.UTF8.GetString(failure.Message.Raw.Span));
        Console.WriteLine(parser.Parse((Report)failure.Message).Failures[0].Reason);     // parsed again, it fails again
        // #endregion
    }

    public static async Task KeptAndReplayed()
    {
        // #region store
        await using FileFailureStore store = FileFailureStore.Open(
            new FileFailureStoreOptions { Folder = "failures" }, Schema.Default, TimeProvider.System, NullLogger.Instance);

        await using (Pipeline pipeline = Build(new ParserWithAMistake(), store))
            await pipeline.RunAsync(CancellationToken.None);
        await foreach (StoredFailure stored in store.ReadAsync(CancellationToken.None))
            Console.WriteLine($"{stored.Id} {stored.Failure.BotId}: {stored.Failure}");
        // #endregion

        // #region replay
        await using (Pipeline pipeline = Build(new ExampleParser(), store))
        {
            ReplayResult replay = await pipeline.ReplayAsync(stored => stored.Failure.BotId == "example", CancellationToken.None);
            Console.WriteLine($"{replay.Replayed} replayed, {pipeline.Counters.Stored} stored, {pipeline.Counters.Failed} failed again");
        }
        // #endregion
    }

    public static async Task Dumps()
    {
        await using var store = new MemoryFailureStore();
        await store.AddAsync([.. new ExampleParser().Parse(new Report(File.ReadAllBytes("example.csv"), Schema.Default)).Failures.Select(static failure => failure.WithBotId("example"))], CancellationToken.None);
        // #region export
        await using (FileStream dump = File.Create("example.dump"))
            await IntelMQDump.ExportAsync(store.ReadAsync(CancellationToken.None), dump, CancellationToken.None);
        // #endregion

        // #region import
        var imported = new List<Failure>();
        await using (FileStream dump = File.OpenRead("example.dump"))
        {
            await foreach (StoredFailure stored in IntelMQDump.ImportAsync(dump, Schema.Default, entry => Console.WriteLine(entry), CancellationToken.None))
                imported.Add(stored.Failure);
        }

        await store.AddAsync(imported, CancellationToken.None);
        // #endregion
        Console.WriteLine(store.Count);
    }

    // #region build
    private static Pipeline Build(Parser parser, IFailureStore failures) => Pipeline.Create(new PipelineOptions { Failures = failures }, p => p
        .Collect(new FileCollector(new FileCollectorOptions { Path = ".", Postfix = "example.csv" }))
        .Parse(parser, new BotSetup { Id = "example" })
        .Output(new FileOutput(new FileOutputOptions { File = "events.jsonl" })));
    // #endregion

    private sealed class ParserWithAMistake() : CsvParser(new PlainParserOptions())
    {
        public override FieldMap Map { get; } =
        [
            Constant(Fields.Classification.Type, ClassificationType.Scanner),
            Column("ip", Fields.Source.Ip),
            Column("seen", Fields.Time.Source).With(UtcTime.Exact("MM/dd/yyyy HH:mm")),
        ];
    }
}
