using IntelMQ.Bots;
using IntelMQ.Bots.Collectors;
using IntelMQ.Bots.Outputs;
using IntelMQ.Bots.Parsers.AbuseCh;
using IntelMQ.Http;
using IntelMQ.Pipelines;

using var connections = new HttpConnections();
var options = new PipelineOptions
{
    Services = new BotServices { Http = connections },
    CollectInterval = TimeSpan.FromHours(1),
};
await using Pipeline pipeline = Pipeline.Create(options, p => p
    .Collect(s => new HttpCollector(new HttpCollectorOptions { HttpUrl = "https://feeds.example.com/ipblocklist.json", SkipUnchanged = true }, s))
    .Parse(new FeodoTrackerParser(new()))
    .Output(new FileOutput(new FileOutputOptions { File = "events.jsonl" })));

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, key) => { key.Cancel = true; stop.Cancel(); };
Console.WriteLine(await pipeline.RunAsync(stop.Token));
