using IntelMQ.Bots.Collectors;
using IntelMQ.Bots.Parsers.AbuseCh;
using IntelMQ.Kafka;
using IntelMQ.Pipelines;

var kafka = new KafkaOutputOptions { Topic = "events", KeyField = "source.ip" };
kafka.Connection.BootstrapServers = ["kafka.example.com:9093"];
kafka.Connection.UseTls = true;

await using Pipeline pipeline = Pipeline.Create(p => p
    .Collect(new FileCollector(new FileCollectorOptions { Path = "feeds", Postfix = ".json" }))
    .Parse(new FeodoTrackerParser(new()))
    .Output(s => new KafkaOutput(kafka, s)));
Console.WriteLine(await pipeline.RunAsync());
