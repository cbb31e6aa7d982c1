using System.Globalization;
using IntelMQ.Bots;
using IntelMQ.Bots.Collectors;
using IntelMQ.Http;
using IntelMQ.Intake;
using IntelMQ.Kafka;
using IntelMQ.Mail.Collectors;
using IntelMQ.Pipelines;

namespace Kills.Services;

/// <summary>
/// The pipeline that is killed while it collects from a service, over SQLite: a collector, a parser, and a bot that is disabled, in whose queue
/// everything waits to be counted.
/// </summary>
internal static class ServiceWorker
{
    public const string Ledger = "ledger";

    public static async Task<int> RunAsync(KillFolders folders, string service, string place, bool goesOn)
    {
        using var stop = new CancellationTokenSource();
        using var terminated = Worker.StopAt(stop);
        await using KillSite site = await KillSite.OpenAsync("sqlite", 0, folders);
        using var connections = new HttpConnections(_ => new ToLoopback(place));
        var options = new PipelineOptions
        {
            Broker = site.Broker,
            Services = new BotServices { Http = connections },
            StopTimeout = TimeSpan.FromSeconds(3),
            CollectInterval = goesOn ? TimeSpan.FromMilliseconds(20) : null,
        };
        await using Pipeline pipeline = Pipeline.Create(options, p => Build(p, service, place));
        Console.WriteLine("running");
        PipelineResult result = await pipeline.RunAsync(stop.Token);
        foreach (Exception error in result.CollectorErrors.Values)
            Console.Error.WriteLine(error);
        return result.IsComplete ? 0 : 3;
    }

    private static void Build(PipelineBuilder p, string service, string place)
    {
        p.Load(new PipelineDefinition { Bots = [new BotDefinition { Id = Ledger, Module = "intelmq.bots.outputs.file.output", IsEnabled = false }] }, StandardBots.All);
        p.Collect(s => CollectorOf(service, place, s), new BotSetup { Id = "collector" })
            .Parse(new NumberParser(static () => Console.WriteLine("collecting")), new BotSetup { Id = "parser" })
            .ConnectTo(p.Find(Ledger)!);
    }

    private static Collector CollectorOf(string service, string place, BotServices services)
    {
        switch (service)
        {
            case PlayedServices.Feed:
                return new HttpCollector(new HttpCollectorOptions { HttpUrl = "http://feed.example.com/reports.zip" }, services);
            case PlayedServices.Kafka:
                // The mock cluster waits for three seconds before a group's first member may begin.
                var topic = new KafkaCollectorOptions { Topic = [KafkaPlayer.Topic], SessionTimeout = TimeSpan.FromSeconds(4) };
                topic.Connection.BootstrapServers = TextList.Parse(place);
                topic.Connection.ConnectTimeout = TimeSpan.FromSeconds(30);
                return new KafkaCollector(topic, services);
            case PlayedServices.Mail:
                return new MailAttachCollector(new MailAttachCollectorOptions { MailHost = "127.0.0.1", MailPort = int.Parse(place, CultureInfo.InvariantCulture), MailSsl = false, MailUser = MailPlayer.User, MailPassword = new Secret("right"), AttachRegex = "json$", ExtractFiles = FileSelection.None }, services);
            case PlayedServices.Misp:
                return new MispCollector(new MispCollectorOptions { MispUrl = "http://misp.example.com/", MispKey = new Secret("key"), MispTagToProcess = "todo", MispTagProcessed = "done", PageSize = 20 }, services);
            default:
                return new ShadowserverReportsApiCollector(new ShadowserverReportsApiCollectorOptions { ApiKey = new Secret("key"), Secret = new Secret("secret") }, services);
        }
    }

    private sealed class ToLoopback(string port) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new Uri($"http://127.0.0.1:{port}{request.RequestUri!.PathAndQuery}");
            return base.SendAsync(request, cancellationToken);
        }
    }
}
