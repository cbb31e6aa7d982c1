using System.Data.Common;
using IntelMQ.Bots;
using IntelMQ.Bots.Collectors;
using IntelMQ.Bots.Outputs;
using IntelMQ.Bots.Parsers.AbuseCh;
using IntelMQ.Pipelines;
using IntelMQ.Sqlite;

var options = new PipelineOptions
{
    Services = new BotServices { Databases = new Dictionary<string, DbProviderFactory> { ["sqlite"] = SqliteDriver.Instance } },
};
await using Pipeline pipeline = Pipeline.Create(options, p => p
    .Collect(new FileCollector(new FileCollectorOptions { Path = "feeds", Postfix = ".json" }))
    .Parse(new FeodoTrackerParser(new()))
    .Output(s => new SqlOutput(new SqlOutputOptions { Engine = "sqlite", Database = "events.db", CreateTable = true }, s)));
Console.WriteLine(await pipeline.RunAsync());
