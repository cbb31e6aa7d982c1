using System.Net;
using System.Text;
using Acme.IntelMQ.Bots;
using IntelMQ.Bots;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Testing;

namespace Acme.IntelMQ.Tests;

public sealed class BotTests : IDisposable
{
    private const string Service = "https://sightings.example.com";

    private readonly string _folder = Directory.CreateTempSubdirectory("acme-bots").FullName;

    private readonly TestServices _services = new()
    {
        Http = new CannedHttp()
            .On(HttpMethod.Get, $"{Service}/v1/sightings?after=", PageOf("ip,seen\n192.0.2.7,2026-11-28T08:15:00Z\n", "b"))
            .On(HttpMethod.Get, $"{Service}/v1/sightings?after=b", PageOf("ip,seen\n192.0.2.8,2026-11-28T08:16:00Z\n", "c"))
            .On(HttpMethod.Get, $"{Service}/v1/sightings?after=c", PageOf("", ""))
            .OnGet($"{Service}/v1/owner/192.0.2.7", """{"owner": "Example Ltd"}""")
            .On(HttpMethod.Get, $"{Service}/v1/owner/192.0.2.8", CannedResponse.Of(HttpStatusCode.NotFound))
            .OnGet($"{Service}/v1/owner/192.0.2.9", """{"owner": 7}"""),
    };

    public static TheoryData<string> CacheCases => [.. SharedAnswersConformance.Cases.Select(static one => one.Name)];

    public void Dispose()
    {
        _services.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_bots_keep_the_rules_of_all_bots()
    {
        Assert.Empty(await BotConformance.CheckAsync(SightingsCollector.Descriptor, $$"""{"service_url": "{{Service}}", "api_key": "secret"}"""));
        Assert.Empty(await BotConformance.CheckAsync(OwnerExpert.Descriptor, $$"""{"service_url": "{{Service}}"}"""));
        Assert.Equal(["acme.collectors.sightings", "acme.experts.owner"], AcmeBots.All.Select(static bot => bot.Module).Order());
    }

    [Fact]
    public async Task Each_page_is_a_report_and_is_taken_once()
    {
        await using BotSession session = await BotSession.StartAsync(Collector(_services.Services), default);
        await session.CollectAsync(default);
        await session.CollectAsync(default);

        Assert.Equal(["192.0.2.7", "192.0.2.8"], session.Run.Reports.Select(static report => Encoding.UTF8.GetString(report.Raw.Span).Split('\n', ',')[2]));
        Assert.Equal(["", "b", "c", "c"], _services.Http.Requests.Select(static request => request.Url.Query["?after=".Length..]));
        Assert.All(_services.Http.Requests, static request => Assert.Equal("secret", request.Header("X-Api-Key")));
    }

    [Fact]
    public async Task The_owner_is_added_where_there_is_one_and_asked_for_once()
    {
        await using BotSession session = await BotSession.StartAsync(Expert(_services.Services), default);
        await session.SendAsync([From("192.0.2.7"), From("192.0.2.7"), From("192.0.2.8"), From("192.0.2.8")], default);

        Assert.Equal(["Example Ltd", "Example Ltd", "", ""], session.Run.Events.Select(static one => one["extra.owner"].ToString()));
        Assert.Equal(2, _services.Http.Requests.Count);
    }

    [Fact]
    public async Task Answers_outlive_the_process_for_their_time()
    {
        await BotHarness.RunAsync(Expert, _services, From("192.0.2.7"), From("192.0.2.8"));
        BotRun run = await BotHarness.RunAsync(Expert, _services, From("192.0.2.7"), From("192.0.2.8"));
        Assert.Equal("Example Ltd", run.Events[0]["extra.owner"].ToString());
        Assert.Equal(2, _services.Http.Requests.Count);

        _services.Clock.Advance(TimeSpan.FromDays(1));
        await BotHarness.RunAsync(Expert, _services, From("192.0.2.7"));
        Assert.Equal(3, _services.Http.Requests.Count);
    }

    [Fact]
    public async Task An_answer_that_cannot_be_used_makes_a_failure()
    {
        BotRun run = await BotHarness.RunAsync(Expert, _services, From("192.0.2.9"));

        Assert.Equal("The service of owners does not answer with an owner.", Assert.Single(run.Failures).Reason);
    }

    [Theory]
    [MemberData(nameof(CacheCases))]
    public Task The_cache_fulfils(string name)
        => SharedAnswersConformance.Cases.Single(one => one.Name == name).RunAsync(_ => new(new AnswerFile(Path.Combine(_folder, "answers.txt"), TimeProvider.System)));

    private static CannedResponse PageOf(string table, string next)
        => new(HttpStatusCode.OK, Encoding.UTF8.GetBytes(table)) { Headers = [new("X-Next", next)] };

    private static Event From(string ip)
    {
        var message = new Event();
        message[Fields.Source.Ip] = IPAddress.Parse(ip);
        return message;
    }

    private static SightingsCollector Collector(BotServices services) => new(new SightingsCollectorOptions { ServiceUrl = Service, ApiKey = new Secret("secret") }, services);

    private OwnerExpert Expert(BotServices services) => new(new OwnerExpertOptions { ServiceUrl = Service, CacheFile = Path.Combine(_folder, "owners.txt") }, services);
}
