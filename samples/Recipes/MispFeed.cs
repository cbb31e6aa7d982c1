using IntelMQ.Bots;
using IntelMQ.Bots.Collectors;
using IntelMQ.Bots.Parsers.AbuseCh;
using IntelMQ.Misp.Outputs;
using IntelMQ.Pipelines;

var feed = new MispFeedOutputOptions
{
    OutputDir = "misp-feed",
    MispOrgName = "Example CERT",
    MispOrgUuid = "b89da4c2-0f74-11ea-96a1-6fa873a0eb4d",
};
await using Pipeline pipeline = Pipeline.Create(p => p
    .Collect(new FileCollector(new FileCollectorOptions { Path = "feeds", Postfix = ".json" }))
    .Parse(new FeodoTrackerParser(new()))
    .Output(s => new MispFeedOutput(feed, s)));
Console.WriteLine(await pipeline.RunAsync());
