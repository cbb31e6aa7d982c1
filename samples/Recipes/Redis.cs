using IntelMQ.Bots.Collectors;
using IntelMQ.Bots.Outputs;
using IntelMQ.Bots.Parsers.AbuseCh;
using IntelMQ.Pipelines;
using IntelMQ.Redis;

// IntelMQ's own lists: a bot in Python may read the same queues.
await using var broker = new RedisBroker(new RedisBrokerOptions { Host = "127.0.0.1", Port = 6379, Database = 2 });
await using Pipeline pipeline = Pipeline.Create(new PipelineOptions { Broker = broker }, p => p
    .Collect(new FileCollector(new FileCollectorOptions { Path = "feeds", Postfix = ".json" }))
    .Parse(new FeodoTrackerParser(new()))
    .Output(new FileOutput(new FileOutputOptions { File = "events.jsonl" })));
Console.WriteLine(await pipeline.RunAsync());
