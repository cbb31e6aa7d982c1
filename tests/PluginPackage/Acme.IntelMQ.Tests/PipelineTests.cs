using System.Net;
using System.Text;
using System.Text.Json;
using Acme.IntelMQ.Bots;
using Acme.IntelMQ.Queues;
using IntelMQ.Bots;
using IntelMQ.Pipelines;
using IntelMQ.Testing;

namespace Acme.IntelMQ.Tests;

public sealed class PipelineTests : IDisposable
{
    private const string Service = "https://sightings.example.com";

    private readonly string _folder = Directory.CreateTempSubdirectory("acme-pipeline").FullName;

    private string EventsFile => Path.Combine(_folder, "events.jsonl");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_definition_names_the_bots_and_everything_comes_out_once()
    {
        using var services = new TestServices { Http = ServiceWith(pages: 3).OnGet($"{Service}/v1/owner/192.0.2.1", """{"owner": "Example Ltd"}""") };
        PipelineDefinition definition = Definition();
        Assert.Empty(definition.Complaints);

        PipelineResult first = await RunAsync(definition, services, default);
        PipelineResult second = await RunAsync(definition, services, default);

        Assert.True(first.IsComplete && second.IsComplete);
        Assert.Equal((6L, 0L), (first.Counters.Stored, second.Counters.Stored));
        Assert.Equal(6, Events().Count);
        Assert.Equal("Example Ltd", Events().Single(static one => one.GetProperty("source.ip").GetString() == "192.0.2.1").GetProperty("extra.owner").GetString());
    }

    [Fact]
    public async Task What_a_stop_leaves_is_done_by_the_next_run()
    {
        using var stop = new CancellationTokenSource();
        using (var services = new TestServices { Http = ServiceWith(pages: 3) })
        {
            // The service of owners is down when the events come, and the run is stopped.
            services.Http.On(HttpMethod.Get, $"{Service}/v1/owner/192.0.2.1", CannedResponse.Of(HttpStatusCode.ServiceUnavailable));
            Task<PipelineResult> run = RunAsync(Definition(), services, stop.Token);
            while (!services.Http.Requests.Any(static request => request.Url.AbsolutePath.EndsWith("/192.0.2.1", StringComparison.Ordinal)))
                await Task.Delay(10);
            await stop.CancelAsync();
            Assert.True((await run).WasStopped);
        }

        using (var services = new TestServices { Http = ServiceWith(pages: 3).OnGet($"{Service}/v1/owner/192.0.2.1", """{"owner": "Example Ltd"}""") })
            await RunAsync(Definition(), services, default);

        // What the file was handed just before a stop that does not wait longer may be there twice; nothing is missing.
        Assert.Equal(6, Events().Select(static one => one.GetProperty("source.ip").GetString()).Distinct().Count());
    }

    [Fact]
    public async Task A_mistake_in_the_definition_is_told()
    {
        PipelineDefinition definition = DefinitionReader.FromJson(
            Encoding.UTF8.GetBytes("""{"id": "acme", "bots": {"sightings": {"module": "acme.collectors.sightings", "parameters": {"max_pages": 0}, "destinations": "nobody"}}}"""), null);

        IReadOnlyList<PipelineComplaint> complaints = await definition.CheckAsync(Catalogue, new PipelineOptions());

        Assert.Contains(complaints, static one => one.ToString().Contains("service_url", StringComparison.Ordinal));
        Assert.Contains(complaints, static one => one.ToString().Contains("max_pages", StringComparison.Ordinal));
    }

    // #region catalogue
    private static BotCatalog Catalogue { get; } = new BotCatalog().Add(StandardBots.All).Add(AcmeBots.All);
    // #endregion

    private PipelineDefinition Definition() => DefinitionReader.FromJson(
        Encoding.UTF8.GetBytes($$"""
            {
              "id": "acme",
              "bots": {
                "sightings": {
                  "module": "acme.collectors.sightings",
                  "parameters": { "service_url": "{{Service}}", "api_key": "secret", "name": "Sightings", "provider": "Acme" },
                  "destinations": "table"
                },
                "table": {
                  "module": "intelmq.bots.parsers.generic.parser_csv",
                  "parameters": { "columns": ["source.ip", "time.source"], "skip_header": true, "type": "scanner" },
                  "destinations": "owner"
                },
                "owner": {
                  "module": "acme.experts.owner",
                  "parameters": { "service_url": "{{Service}}", "cache_file": {{JsonSerializer.Serialize(Path.Combine(_folder, "owners.txt"))}} },
                  "destinations": "file"
                },
                "file": { "module": "intelmq.bots.outputs.file.output", "parameters": { "file": {{JsonSerializer.Serialize(EventsFile)}} } }
              }
            }
            """),
        "acme.json");

    // #region run
    private async Task<PipelineResult> RunAsync(PipelineDefinition definition, TestServices services, CancellationToken stop)
    {
        await using FolderBroker broker = await FolderBroker.OpenAsync(new FolderBrokerOptions { Folder = Path.Combine(_folder, "queues") }, CancellationToken.None);
        // A stop gives back what waits for the service before its tries are over, so that it is no failure.
        var options = new PipelineOptions { Broker = broker, Services = new BotServices { Http = services.Services.Http }, StopTimeout = TimeSpan.FromSeconds(1) };
        await using Pipeline pipeline = Pipeline.Create(definition, Catalogue, options);
        return await pipeline.RunAsync(stop);
    }
    // #endregion

    private static CannedHttp ServiceWith(int pages)
    {
        var http = new CannedHttp();
        for (int page = 0; page < pages; page++)
        {
            string table = $"ip,seen\n192.0.2.{2 * page},2026-11-28T08:15:00Z\n192.0.2.{(2 * page) + 1},2026-11-28T08:16:00Z\n";
            http.On(HttpMethod.Get, $"{Service}/v1/sightings?after={(page == 0 ? "" : page)}", new CannedResponse(HttpStatusCode.OK, Encoding.UTF8.GetBytes(table)) { Headers = [new("X-Next", $"{page + 1}")] });
        }

        http.On(HttpMethod.Get, $"{Service}/v1/sightings?after={pages}", CannedResponse.Of(HttpStatusCode.NoContent));
        for (int address = 0; address < 2 * pages; address++)
        {
            if (address != 1)
                http.On(HttpMethod.Get, $"{Service}/v1/owner/192.0.2.{address}", CannedResponse.Of(HttpStatusCode.NotFound));
        }

        return http;
    }

    private List<JsonElement> Events() => [.. File.ReadLines(EventsFile).Select(static line => JsonElement.Parse(line))];
}
