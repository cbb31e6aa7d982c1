using IntelMQ.Bots.Collectors;
using IntelMQ.Bots.Outputs;
using IntelMQ.Bots.Parsers.AbuseCh;
using IntelMQ.Pipelines;

await using Pipeline pipeline = Pipeline.Create(p => p
    .Collect(new FileCollector(new FileCollectorOptions { Path = "feeds", Postfix = ".json" }))
    .Parse(new FeodoTrackerParser(new()))
    .Output(new CsvOutput(new CsvOutputOptions { File = "events.csv", Fields = ["time.source", "source.ip", "malware.name"], Header = true })));
Console.WriteLine(await pipeline.RunAsync());
