using System.Net;
using System.Security.Cryptography;
using System.Text;
using IntelMQ.Bots.Collectors;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Http;
using IntelMQ.Schemas;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Collectors;

public sealed class MispFeedCollectorTests : IDisposable
{
    private const string Feed = "https://feeds.example.com/misp/";
    private const string First = "0a1b2c3d-0000-0000-0000-000000000001";
    private const string Second = "0a1b2c3d-0000-0000-0000-000000000002";

    private readonly TestServices _services = new();

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task Events_are_taken_oldest_first_and_again_when_they_were_changed()
    {
        await using MispFeedCollector collector = Create();
        Manifest(Entry(First, 9), Entry(Second, 5));
        Manifest(Entry(First, 9), Entry(Second, 6));
        File(First, "{\"b\": 1}");
        File(Second, "{\"b\": 2}");
        File(Second, "{\"b\": 3}");
        List<CollectedReport> reports = await CollectorFixture.AllAsync(collector);
        Assert.Equal(["{\"b\": 2}", "{\"b\": 1}"], reports.Select(CollectorFixture.Text));
        Assert.Equal(Feed, reports[0].Report[Fields.Feed.Url]);
        foreach (CollectedReport report in reports)
            await report.SettleAsync(default);
        Assert.Equal("{\"b\": 3}", CollectorFixture.Text(Assert.Single(await CollectorFixture.AllAsync(collector))));
    }

    [Fact]
    public async Task What_cannot_be_had_or_does_not_fit_its_sum_keeps_no_other_back_and_comes_again()
    {
        await using MispFeedCollector collector = Create();
        Manifest(Entry(First, 1, "\"integrity:sha256\": \"00\""), Entry(Second, 2, $"\"integrity:sha256\": \"{Convert.ToHexString(SHA256.HashData("{\"Event\": {}}"u8))}\""));
        File(First, "{}");
        File(Second, "{}");
        await collector.StartAsync(default);
        var reports = new List<CollectedReport>();
        HttpServiceException thrown = await Assert.ThrowsAsync<HttpServiceException>(async () =>
        {
            await foreach (CollectedReport report in collector.CollectAsync(default))
                reports.Add(report);
        });
        Assert.Contains("does not fit the sum", thrown.Message, StringComparison.Ordinal);
        Assert.Single(reports);
    }

    [Fact]
    public async Task Names_that_are_none_old_events_and_those_to_be_passed_over_are_left_out()
    {
        await using MispFeedCollector collector = Create(static options => (options.ChangedWithin, options.Selection.MispMaxTlp) = ("1 day", "green"));
        long now = _services.Services.Time.GetUtcNow().ToUnixTimeSeconds();
        Manifest("\"../secret\": {\"timestamp\": 1}", $"\"{Second}\": 5", Entry(First, 5), Entry("0a1b2c3d-0000-0000-0000-000000000003", now, "\"Tag\": [{\"name\": \"tlp:red\"}]"), Entry("0a1b2c3d-0000-0000-0000-000000000004", now));
        File("0a1b2c3d-0000-0000-0000-000000000004", "{\"b\": 4}");
        Assert.Equal("{\"b\": 4}", CollectorFixture.Text(Assert.Single(await CollectorFixture.AllAsync(collector))));
        Assert.Equal(2, _services.Http.Requests.Count);
    }

    [Theory]
    [InlineData("[]", "no manifest")]
    [InlineData("<html>", "no JSON")]
    public async Task What_is_no_manifest_is_the_servers_fault(string body, string words)
    {
        _services.Http.On(HttpMethod.Get, $"{Feed}manifest.json", new CannedResponse(HttpStatusCode.OK, Encoding.UTF8.GetBytes(body)));
        Assert.Contains(words, (await Assert.ThrowsAsync<HttpServiceException>(() => CollectorFixture.AllAsync(Create()))).Message, StringComparison.Ordinal);
    }

    private static string Entry(string uuid, long timestamp, string? members = null) => $"\"{uuid}\": {{\"timestamp\": {timestamp}{(members is null ? "" : $", {members}")}}}";

    private void Manifest(params string[] entries) => _services.Http.On(HttpMethod.Get, $"{Feed}manifest.json", CannedResponse.Json($"{{{string.Join(", ", entries)}}}"));

    private void File(string uuid, string content) => _services.Http.On(HttpMethod.Get, $"{Feed}{uuid}.json", CannedResponse.Json($"{{\"Event\": {content}}}"));

    private MispFeedCollector Create() => Create(static _ => { });

    private MispFeedCollector Create(Action<MispFeedCollectorOptions> change)
    {
        var options = new MispFeedCollectorOptions { FeedUrl = Feed };
        change(options);
        return new MispFeedCollector(options, _services.Services);
    }
}
