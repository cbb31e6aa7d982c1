using System.Net;
using System.Text;
using IntelMQ.Bots;
using IntelMQ.Bots.Collectors;
using IntelMQ.Bots.Experts;
using IntelMQ.Bots.Outputs;
using IntelMQ.Bots.Parsers.AbuseCh;
using IntelMQ.Bots.Parsers.Shadowserver;
using IntelMQ.Bots.Sieve;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Pipelines;
using IntelMQ.Schemas;

namespace Snippets;

/// <summary>The README, those of the packages, and the reference of the rules.</summary>
public static class ReadmeSnippets
{
    public static async Task APipeline()
    {
        // #region pipeline
        await using Pipeline pipeline = Pipeline.Create(p => p
            .Collect(new FileCollector(new FileCollectorOptions { Path = "reports", Postfix = ".csv" }))
            .Parse(new ShadowserverParser(new ShadowserverParserOptions { SchemaFile = "shadowserver-schema.json" }))
            .Expert(new TaxonomyExpert())
            .Expert(new DeduplicatorExpert(new DeduplicatorExpertOptions()))
            .Output(new FileOutput(new FileOutputOptions { File = "events.jsonl" })));
        PipelineResult result = await pipeline.RunAsync();
        Console.WriteLine(result);      // 395 events stored by file-output, 5 failures kept.
        // #endregion
    }

    public static void AnEvent()
    {
        // #region event
        var message = new Event();
        message[Fields.Source.Ip] = IPAddress.Parse("192.0.2.7");
        message[Fields.Classification.Type] = ClassificationType.C2Server;
        SetResult refused = message.Set("source.asn", "AS0");   // Invalid, with the reason; nothing is thrown
        Console.WriteLine(message);                             // flat JSON, sorted
        // #endregion
        Console.WriteLine(refused);
    }

    public static void ABotWithoutAHost()
    {
        byte[] bytes = File.ReadAllBytes("ipblocklist.json");
        // #region bot
        ParseResult result = new FeodoTrackerParser(new()).Parse(new Report(bytes, Schema.Default));
        // #endregion
        Console.WriteLine(result.Events.Count);
    }

    public static void SieveFromCode()
    {
        const string Text = "if classification.type == 'scanner' { add extra.seen = 'often' }";
        Event.TryParse(Encoding.UTF8.GetBytes("""{"classification.type": "scanner"}"""), Schema.Default, out Event? message, out _);
        Run(Text, message!);
    }

    private static void Run(string text, Event message)
    {
        // #region sieve
        if (!SieveProgram.TryParse(text, Schema.Default, out SieveProgram? program, out IReadOnlyList<SieveError> errors))
            throw new InvalidDataException(string.Join(Environment.NewLine, errors));

        Verdict verdict = program.Run(message);          // changes the event, says where it goes
        Console.WriteLine(program.Explain(message));     // which rules match, what each does; changes nothing
        Console.WriteLine(program);                      // the rules laid out evenly, comments kept
        // #endregion
        Console.WriteLine(verdict);
    }
}
