using System.Net;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Experts;

public sealed class RipeExpertTests : IDisposable
{
    private const string Module = "intelmq.bots.experts.ripe.expert";
    private const string Stat = "https://stat.ripe.net/data/abuse-contact-finder/data.json?resource=";
    private const string Place = "https://stat.ripe.net/data/maxmind-geo-lite/data.json?resource=192.0.2.1";
    private const string Database = "https://rest.db.ripe.net/abuse-contact/";
    private const string Both = """{"source.ip": "192.0.2.1", "source.asn": 64496, "source.abuse_contact": "old@example.com,stat@example.com", "source.geolocation.cc": "DE"}""";

    private readonly TestServices _services = new();

    public RipeExpertTests()
    {
        _services.Http
            .OnGet(Stat + "64496", """{"data": {"anti_abuse_contacts": {"abuse_c": [{"email": "Stat@example.com,as@example.com"}]}}}""")
            .OnGet(Stat + "192.0.2.1", """{"data": {"abuse_contacts": ["ip@example.com"]}, "data_call_status": "maintenance - going"}""")
            .OnGet(Database + "as64496.json", """{"abuse-contacts": {"email": "db@example.com"}}""")
            .On(HttpMethod.Get, Database + "192.0.2.1.json", new CannedResponse(HttpStatusCode.NotFound, """{"message": "No abuse contact found for 192.0.2.1"}"""u8.ToArray()))
            .OnGet(Place, """{"data": {"located_resources": [{"locations": [{"country": "AT", "city": "Wien", "latitude": 48.25, "longitude": 16}]}]}}""");
    }

    public void Dispose() => _services.Dispose();

    [Theory]
    [InlineData("append", "old@example.com,stat@example.com,as@example.com,db@example.com,ip@example.com", "DE")]
    [InlineData("replace", "stat@example.com,as@example.com,db@example.com,ip@example.com", "AT")]
    public async Task Contacts_and_place_are_added(string mode, string contacts, string country)
    {
        string result = await RunAsync($$"""{"mode": "{{mode}}"}""", Both);
        Assert.Contains($"'source.abuse_contact': '{contacts}'", result, StringComparison.Ordinal);
        Assert.Contains($"'source.geolocation.cc': '{country}', 'source.geolocation.city': 'Wien', 'source.geolocation.latitude': 48.25, 'source.geolocation.longitude': 16.0", result, StringComparison.Ordinal);
        Assert.Single(_services.Logs.AtLeast(Microsoft.Extensions.Logging.LogLevel.Warning));
    }

    [Fact]
    public async Task Answers_are_kept_those_of_nothing_too()
    {
        await using AsyncExpert bot = LookupFixture.Create(Module, """{"redis_cache_ttl": 60}""", _services.Services);
        for (int i = 0; i < 3; i++)
            await bot.ProcessAsync(Events.Of(Both), default);
        Assert.Equal(5, _services.Http.Requests.Count);
        _services.Clock.Advance(TimeSpan.FromSeconds(61));
        await bot.ProcessAsync(Events.Of(Both), default);
        Assert.Equal(10, _services.Http.Requests.Count);
    }

    [Fact]
    public async Task Only_what_is_asked_for_is_asked()
    {
        await RunAsync("""{"query_ripe_db_asn": false, "query_ripe_db_ip": false, "query_ripe_stat_ip": false, "query_ripe_stat_geolocation": false}""", Both);
        Assert.Equal(Stat + "64496", Assert.Single(_services.Http.Requests).Url.ToString());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"data": []}""")]
    [InlineData("""{"data": {"abuse_contacts": [1, {}], "located_resources": [{"locations": []}]}, "abuse-contacts": {"email": []}}""")]
    [InlineData("""{"data": {"abuse_contacts": ["\ud800"], "located_resources": [{"locations": [{"country": "?", "latitude": "x", "longitude": 1e999}]}]}}""")]
    public async Task Where_nothing_is_found_everything_stays(string answer)
    {
        await using var server = new LoopbackServer(LoopbackAnswer.Json(answer));
        string result = await LookupFixture.RunAsync(Module, """{"mode": "replace"}""", LookupFixture.RedirectedTo(server.Url), Both);
        Assert.Equal(Events.Flat(Events.Of(Both)), result);
    }

    [Fact]
    public Task What_fails_is_an_exception()
        => LookupFixture.AssertFailsInEveryWayAsync(Module, """{"http_timeout_sec": 1}""", Both, static url => LookupFixture.RedirectedTo(url));

    [Fact]
    public async Task A_404_for_another_reason_is_a_failure()
    {
        await using var server = new LoopbackServer(LoopbackAnswer.Of(404, """{"messages": 1}"""));
        await Assert.ThrowsAsync<LookupException>(() => LookupFixture.RunAsync(Module, "{}", LookupFixture.RedirectedTo(server.Url), Both));
    }

    [Fact]
    public Task Without_a_client_the_bot_says_so() => LookupFixture.AssertNamesWhatIsMissingAsync(Module, "{}", "BotServices.Http");

    private Task<string> RunAsync(string parameters, string json) => LookupFixture.RunAsync(Module, parameters, _services.Services, json);
}
