using IntelMQ.Bots;
using IntelMQ.Bots.Collectors;
using IntelMQ.Bots.Outputs;
using IntelMQ.Bots.Parsers.Misp;
using IntelMQ.Http;
using IntelMQ.Pipelines;

using var connections = new HttpConnections();
var options = new PipelineOptions { Services = new BotServices { Http = connections } };
await using Pipeline pipeline = Pipeline.Create(options, p => p
    .Collect(s => new MispCollector(new MispCollectorOptions
    {
        MispUrl = "https://misp.example.com/",
        MispKey = new Secret("${env:MISP_KEY}"),
        MispTagToProcess = "to-be-shared",
        MispTagProcessed = "shared",
    }, s))
    .Parse(new MispParser(new()))
    .Output(new FileOutput(new FileOutputOptions { File = "events.jsonl" })));
Console.WriteLine(await pipeline.RunAsync());
