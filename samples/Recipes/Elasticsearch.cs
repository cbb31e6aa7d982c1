using IntelMQ.Bots;
using IntelMQ.Bots.Collectors;
using IntelMQ.Bots.Outputs;
using IntelMQ.Bots.Parsers.AbuseCh;
using IntelMQ.Http;
using IntelMQ.Pipelines;

using var connections = new HttpConnections();
var options = new PipelineOptions { Services = new BotServices { Http = connections } };
var elastic = new ElasticsearchOutputOptions { ElasticHost = "127.0.0.1", ElasticPort = 9200, ElasticIndex = "intelmq", RotateIndex = "daily" };
elastic.Http.HttpUsername = "intelmq";
elastic.Http.HttpPassword = new Secret("${env:ELASTIC_PASSWORD}");

await using Pipeline pipeline = Pipeline.Create(options, p => p
    .Collect(new FileCollector(new FileCollectorOptions { Path = "feeds", Postfix = ".json" }))
    .Parse(new FeodoTrackerParser(new()))
    .Output(s => new ElasticsearchOutput(elastic, s)));
Console.WriteLine(await pipeline.RunAsync());
