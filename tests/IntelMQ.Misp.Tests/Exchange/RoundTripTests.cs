using System.Text.Json.Nodes;
using IntelMQ.Bots;
using IntelMQ.Bots.Collectors;
using IntelMQ.Bots.Parsers.Misp;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Http;
using IntelMQ.Messages;
using IntelMQ.Misp.Outputs;
using IntelMQ.Misp.Tests.Support;
using IntelMQ.Testing;

namespace IntelMQ.Misp.Tests.Exchange;

/// <summary>What goes out to MISP and comes in from there.</summary>
public sealed class RoundTripTests : IAsyncDisposable
{
    private const string Sent = """
        {"feed.provider": "Example", "feed.name": "Feed", "classification.type": "c2-server", "classification.taxonomy": "malicious-code", "source.ip": "192.0.2.1", "source.port": 443, "source.asn": 64496,
         "source.fqdn": "www.example.com", "source.local_hostname": "pc-7", "source.tor_node": true, "source.geolocation.latitude": 48.2, "destination.ip": "198.51.100.7", "malware.name": "emotet",
         "malware.hash.sha256": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "time.source": "2026-01-02T03:04:05+00:00", "time.observation": "2026-01-02T03:05:00+00:00", "tlp": "GREEN",
         "event_description.text": "seen \u00e4\n\"", "extra.note": "x", "extra.count": 5, "extra.list": [1, "b"], "product.name": "router"}
        """;

    private static readonly string[] OfTheReport = ["feed.", "misp.", "extra.misp", "raw", "time.observation", "event_description.url"];

    private readonly MispServer _server = new();
    private readonly HttpConnections _http = new();
    private readonly TempFolder _folder = new();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _http.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_event_that_goes_out_by_a_feed_comes_in_by_the_feed_as_it_was(bool validTypes)
    {
        await using (var output = new MispFeedOutput(
            new MispFeedOutputOptions { OutputDir = _folder.Path, MispOrgName = "Example", MispOrgUuid = "b89da4c2-0f74-11ea-96a1-6fa873a0eb4d", MispValidTypes = validTypes },
            new BotServices { Time = new FakeClock() }))
        {
            await output.StartAsync(default);
            await output.SendAsync([Some.Event(Sent)], default);
        }

        await using var files = new LoopbackServer(request => File.Exists(_folder.Of(request.Path[1..])) ? LoopbackAnswer.Json(File.ReadAllText(_folder.Of(request.Path[1..]))) : LoopbackAnswer.Of(404, ""));
        await using var collector = new MispFeedCollector(new MispFeedCollectorOptions { FeedUrl = files.Url, Name = "Back", Provider = "There" }, new BotServices { Http = _http });
        await collector.StartAsync(default);
        var parser = new MispParser(new MispParserOptions { Extended = true }, BotServices.Default);
        var events = new List<Event>();
        await foreach (CollectedReport collected in collector.CollectAsync(default))
        {
            ParseResult result = parser.Parse(collected.Report);
            Assert.Empty(result.Failures);
            events.AddRange(result.Events);
        }

        Assert.Equal(FieldsOf(Some.Event(Sent)), FieldsOf(Assert.Single(events)));
        Assert.Equal("Back", events[0]["feed.name"].ToString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_an_output_has_stored_does_not_come_back(bool isBulk)
    {
        await using (var output = new MispApiOutput(
            new MispApiOutputOptions { MispUrl = _server.Url, MispKey = new Secret(MispServer.Key), MispTagForBot = "bot", SignificantFields = FieldList.Parse("source.ip"), MispBulk = isBulk },
            new BotServices { Http = _http, Time = new FakeClock() }))
        {
            await output.StartAsync(default);
            await output.SendAsync([Some.Event(Sent)], default);
        }

        Assert.Single(_server.Events);
        Assert.Equal(0, await CollectedAsync(static _ => { }));
        Assert.Equal(1, await CollectedAsync(static options => options.Selection.MispPassOverTags = []));
    }

    private async Task<int> CollectedAsync(Action<MispCollectorOptions> change)
    {
        // Long enough for the clock of the tests.
        var options = new MispCollectorOptions { MispUrl = _server.Url, MispKey = new Secret(MispServer.Key), ChangedWithin = "1000 weeks" };
        change(options);
        await using var collector = new MispCollector(options, new BotServices { Http = _http });
        await collector.StartAsync(default);
        int count = 0;
        await foreach (CollectedReport one in collector.CollectAsync(default))
            count++;
        return count;
    }

    private static string FieldsOf(Event message)
        => new JsonObject(JsonNode.Parse(message.ToJson(MessageFormat.Flat))!.AsObject()
            .Where(static field => !OfTheReport.Any(prefix => field.Key.StartsWith(prefix, StringComparison.Ordinal)))
            .OrderBy(static field => field.Key, StringComparer.Ordinal)
            .Select(static field => KeyValuePair.Create(field.Key, field.Value?.DeepClone()))).ToJsonString();
}
