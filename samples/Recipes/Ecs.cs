using IntelMQ.Bots;
using IntelMQ.Bots.Collectors;
using IntelMQ.Bots.Outputs;
using IntelMQ.Bots.Parsers.AbuseCh;
using IntelMQ.Formats;
using IntelMQ.Pipelines;

var options = new PipelineOptions { Services = new BotServices { Formats = StandardFormats.All } };
await using Pipeline pipeline = Pipeline.Create(options, p => p
    .Collect(new FileCollector(new FileCollectorOptions { Path = "feeds", Postfix = ".json" }))
    .Parse(new FeodoTrackerParser(new()))
    .Output(s => new FileOutput(new FileOutputOptions { File = "events.ndjson", Format = "ecs" }, s)));
Console.WriteLine(await pipeline.RunAsync());
