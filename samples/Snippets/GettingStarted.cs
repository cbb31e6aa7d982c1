using System.Text.Encodings.Web;
using System.Text.Json;
// #region usings
using IntelMQ.Bots;
using IntelMQ.Bots.Collectors;
using IntelMQ.Bots.Experts;
using IntelMQ.Bots.Outputs;
using IntelMQ.Bots.Parsers.AbuseCh;
using IntelMQ.Failures;
using IntelMQ.Pipelines;
// #endregion
using IntelMQ.Bots.Feeds;
using IntelMQ.Http;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using Microsoft.Extensions.DependencyInjection;

namespace Snippets;

/// <summary>docs/getting-started.md.</summary>
public static class GettingStarted
{
    public static void TheEvent()
    {
        var parser = new FeodoTrackerParser(new());
        ParseResult result = parser.Parse(new Report(File.ReadAllBytes("ipblocklist.json"), Schema.Default));
        Console.WriteLine(JsonSerializer.Serialize(JsonElement.Parse(result.Events[0].ToJson()), new JsonSerializerOptions { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    public static async Task APipeline()
    {
        // #region pipeline
        await using Pipeline pipeline = Pipeline.Create(p => p
            .Collect(new FileCollector(new FileCollectorOptions { Path = "feeds", Postfix = ".json", Name = "Feodo Tracker", Provider = "abuse.ch" }))
            .Parse(new FeodoTrackerParser(new()))
            .Expert(new TaxonomyExpert())
            .Expert(new DeduplicatorExpert(new DeduplicatorExpertOptions()))
            .Output(new FileOutput(new FileOutputOptions { File = "events.jsonl" })));

        PipelineResult result = await pipeline.RunAsync(CancellationToken.None);

        Console.WriteLine($"{result.Counters.Stored} stored, {result.Counters.Failed} failed");
        await foreach (StoredFailure stored in pipeline.Failures.ReadAsync(CancellationToken.None))
            Console.WriteLine($"{stored.Failure.BotId}, {stored.Failure}");
        // #endregion
    }

    public static void AFeedOfTheCatalogue()
    {
        // #region feed
        var feeds = new FeedCatalog(new BotCatalog().Add(StandardBots.All));
        Feed feed = feeds["Abuse.ch", "Feodo Tracker"];
        Parser parser = feed.CreateParser(BotServices.Default);
        Report report = feed.CreateReport(File.ReadAllBytes("ipblocklist.json"), Schema.Default);

        Console.WriteLine($"{feed.Url} is parsed by {feed.Parser}");
        Console.WriteLine(parser.Parse(report).Events[0][Fields.Feed.Provider]);
        // #endregion
    }

    public static async Task AFeedInAPipeline()
    {
        // #region collect
        var feeds = new FeedCatalog(new BotCatalog().Add(StandardBots.All));
        var options = new PipelineOptions { Services = new BotServices { Http = new HttpConnections() } };
        await using Pipeline pipeline = Pipeline.Create(options, p => p
            .Collect(feeds["Abuse.ch", "URLhaus recent"])
            .Expert(new TaxonomyExpert())
            .Output(new FileOutput(new FileOutputOptions { File = "events.jsonl" })));
        // #endregion
        Console.WriteLine(pipeline.Definition);
    }

    public static void ParametersOfIntelMQ()
    {
        // #region parameters
        JsonElement parameters = JsonElement.Parse("""
            {
              "columns": ["time.source", "source.ip", "extra.note"],
              "delimiter": ";",
              "type": "scanner"
            }
            """);
        var warnings = new List<string>();
        BotCatalog catalogue = new BotCatalog().Add(StandardBots.All);
        BotDescriptor descriptor = catalogue.Get("intelmq.bots.parsers.generic.parser_csv");
        var parser = (Parser)descriptor.Create(parameters, ParameterSource.Configuration, BotServices.Default, warnings);

        ParseResult result = parser.Parse(new Report("2026-11-28T08:15:00Z;192.0.2.7;port scan"u8.ToArray(), Schema.Default));
        Console.WriteLine(result.Events[0][Fields.Source.Ip]);
        // #endregion
    }

    public static void AMistake()
    {
        // #region mistake
        try
        {
            JsonElement parameters = JsonElement.Parse("""{ "colums": ["source.ip"], "max_line_size": "large" }""");
            new BotCatalog().Add(StandardBots.All).Get("intelmq.bots.parsers.generic.parser_csv").ReadOptions(parameters, ParameterSource.Configuration, new List<string>());
        }
        catch (BotConfigurationException exception)
        {
            foreach (string complaint in exception.Complaints)
                Console.WriteLine(complaint);
        }
        // #endregion
    }

    public static async Task InAContainer()
    {
        // #region container
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddIntelMQ(p => p
            .Collect(new FileCollector(new FileCollectorOptions { Path = "feeds", Postfix = ".json" }))
            .Parse(s => new FeodoTrackerParser(new(), s))                      // s: the container's clock, logs, HTTP client, resolver
            .Expert(s => new DeduplicatorExpert(new DeduplicatorExpertOptions(), s))
            .Output(new FileOutput(new FileOutputOptions { File = "events.jsonl" })));

        await using ServiceProvider provider = services.BuildServiceProvider();
        PipelineResult result = await provider.GetRequiredService<Pipeline>().RunAsync(CancellationToken.None);
        // #endregion
        Console.WriteLine(result.IsComplete);
    }
}
