using System.Globalization;
using IntelMQ.Bots;
using IntelMQ.Bots.Collectors;
using IntelMQ.Http;
using IntelMQ.Pipelines;

namespace Kills.Services;

/// <summary>
/// The pipeline that is killed while it collects from a service, over SQLite: a collector, a parser, and a bot that is disabled, in whose queue
/// everything waits to be counted.
/// </summary>
internal static class ServiceWorker
{
    public const string Ledger = "ledger";

    public static async Task<int> RunAsync(KillFolders folders, string service, int port, bool goesOn)
    {
        using var stop = new CancellationTokenSource();
        using var terminated = Worker.StopAt(stop);
        await using KillSite site = await KillSite.OpenAsync("sqlite", 0, folders);
        using var connections = new HttpConnections(_ => new ToLoopback(port));
        var options = new PipelineOptions
        {
            Broker = site.Broker,
            Services = new BotServices { Http = connections },
            StopTimeout = TimeSpan.FromSeconds(3),
            CollectInterval = goesOn ? TimeSpan.FromMilliseconds(20) : null,
        };
        await using Pipeline pipeline = Pipeline.Create(options, p => Build(p, service));
        Console.WriteLine("running");
        PipelineResult result = await pipeline.RunAsync(stop.Token);
        return result.IsComplete ? 0 : 3;
    }

    private static void Build(PipelineBuilder p, string service)
    {
        p.Load(new PipelineDefinition { Bots = [new BotDefinition { Id = Ledger, Module = "intelmq.bots.outputs.file.output", IsEnabled = false }] }, StandardBots.All);
        PipelineNode collector = service == ServicePlayer.Misp
            ? p.Collect(static s => new MispCollector(new MispCollectorOptions { MispUrl = "http://misp.example.com/", MispKey = new Secret("key"), MispTagToProcess = "todo", MispTagProcessed = "done", PageSize = 20 }, s), new BotSetup { Id = "collector" })
            : p.Collect(static s => new ShadowserverReportsApiCollector(new ShadowserverReportsApiCollectorOptions { ApiKey = new Secret("key"), Secret = new Secret("secret") }, s), new BotSetup { Id = "collector" });
        collector.Parse(new NumberParser(), new BotSetup { Id = "parser" }).ConnectTo(p.Find(Ledger)!);
    }

    private sealed class ToLoopback(int port) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}{request.RequestUri!.PathAndQuery}"));
            return base.SendAsync(request, cancellationToken);
        }
    }
}
