using IntelMQ.Bots;
using IntelMQ.Bots.Collectors;
using IntelMQ.Bots.Outputs;
using IntelMQ.Bots.Parsers.AbuseCh;
using IntelMQ.Pipelines;
using IntelMQ.RabbitMq;
using IntelMQ.State;
using Microsoft.Extensions.Logging.Abstractions;

// RabbitMQ keeps the queues, a folder what bots remember.
await using FileStateStore state = await FileStateStore.OpenAsync(new FileStateStoreOptions { Folder = "state" }, TimeProvider.System, NullLogger.Instance);
await using var broker = new RabbitMqBroker(new RabbitMqBrokerOptions
{
    Host = "127.0.0.1",
    User = "intelmq",
    Password = new Secret("${env:RABBITMQ_PASSWORD}"),
    QueueType = RabbitMqQueueType.Quorum,
    State = state,
});
await using Pipeline pipeline = Pipeline.Create(new PipelineOptions { Broker = broker }, p => p
    .Collect(new FileCollector(new FileCollectorOptions { Path = "feeds", Postfix = ".json" }))
    .Parse(new FeodoTrackerParser(new()))
    .Output(new FileOutput(new FileOutputOptions { File = "events.jsonl" })));
Console.WriteLine(await pipeline.RunAsync());
