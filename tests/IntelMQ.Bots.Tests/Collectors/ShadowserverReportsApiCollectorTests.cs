using System.Net;
using System.Text;
using System.Text.Json;
using IntelMQ.Bots.Collectors;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Http;
using IntelMQ.Messages;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Collectors;

public sealed class ShadowserverReportsApiCollectorTests : IDisposable
{
    private const string ListUrl = "https://transform.shadowserver.org/api2/reports/list";
    private const string Two = """[{"id": "aaa", "report": "r", "type": "scan_dns", "file": "2026-05-03-scan_dns-x"}, {"id": "bbb", "report": "r", "type": "scan_ntp", "file": "2026-05-03-scan_ntp-x.csv"}]""";

    private readonly TestServices _services = new() { Clock = new FakeClock(new DateTimeOffset(2026, 5, 4, 10, 20, 30, TimeSpan.Zero)) };

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task Each_listed_report_is_a_report_with_its_file_name()
    {
        List(Two);
        Download("aaa", "ip\n192.0.2.1\n");
        Download("bbb", "ip\n192.0.2.2\n");
        List<CollectedReport> reports = await Collect(Create());
        Assert.Equal(["ip\n192.0.2.1\n", "ip\n192.0.2.2\n"], reports.Select(Text));
        Assert.Equal(["2026-05-03-scan_dns-x", "2026-05-03-scan_ntp-x.csv"], reports.Select(static report => report.Report["extra.file_name"].ToString()));
        Assert.All(reports, static report => Assert.False(report.Identity.IsEmpty));
    }

    [Theory]
    [InlineData("""{"api_key": "KEY", "secret": "SECRET"}""", """{ "apikey": "KEY" ,"date": "2026-05-02:2026-05-04" }""", "b0f18c32142dfb93f3ea8fab969c5ae67068bc7378771e1b42676a3586bb16c2")]
    [InlineData("""{"api_key": "KEY", "secret": "SECRET", "reports": "lisbon, porto", "country": "faro"}""", """{ "apikey": "KEY" ,"date": "2026-05-02:2026-05-04" ,"reports": ["lisbon", "porto", "faro"]}""", null)]
    [InlineData("""{"api_key": "k\"ey", "secret": "s\u00e9cret"}""", """{ "apikey": "k\"ey" ,"date": "2026-05-02:2026-05-04" }""", null)]
    public async Task The_list_is_asked_for_with_a_signature(string parameters, string body, string? signature)
    {
        List("[]");
        using JsonDocument document = JsonDocument.Parse(parameters);
        await Collect((ShadowserverReportsApiCollector)ShadowserverReportsApiCollector.Descriptor.Create(document.RootElement, ParameterSource.IntelMQ, _services.Services, []));
        CannedRequest request = Assert.Single(_services.Http.Requests);
        Assert.Equal(body, request.BodyText);
        string secret = document.RootElement.GetProperty("secret").GetString()!;
        byte[] expected = System.Security.Cryptography.HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body));
        Assert.Equal(signature ?? Convert.ToHexStringLower(expected), request.Header("HMAC2"));
    }

    [Fact]
    public async Task What_was_taken_and_settled_is_not_taken_again_under_its_name_or_its_id()
    {
        List(Two);
        Download("aaa", "a");
        Download("bbb", "b");
        await using ShadowserverReportsApiCollector collector = Create();
        foreach (CollectedReport report in await Collect(collector))
            await report.SettleAsync(default);
        List("""[{"id": "new", "type": "scan_dns", "file": "2026-05-03-scan_dns-x"}, {"id": "bbb", "type": "scan_ntp", "file": "another-name"}]""");
        Assert.Empty(await Collect(collector));
    }

    [Fact]
    public async Task What_is_not_settled_is_taken_again()
    {
        await using ShadowserverReportsApiCollector collector = Create();
        for (int turn = 0; turn < 2; turn++)
        {
            List(Two);
            Download("aaa", "a");
            Download("bbb", "b");
            Assert.Equal(2, (await Collect(collector)).Count);
        }
    }

    [Fact]
    public async Task What_is_taken_is_forgotten_after_its_time()
    {
        await using ShadowserverReportsApiCollector collector = Create(static options => options.CacheTtl = TimeSpan.FromDays(4));
        foreach (int expected in (int[])[2, 0, 2])
        {
            List(Two);
            Download("aaa", "a");
            Download("bbb", "b");
            List<CollectedReport> reports = await Collect(collector);
            Assert.Equal(expected, reports.Count);
            foreach (CollectedReport report in reports)
                await report.SettleAsync(default);
            _services.Clock.Advance(TimeSpan.FromDays(expected == 2 ? 1 : 4));
        }
    }

    [Fact]
    public async Task A_report_listed_twice_is_taken_once()
    {
        List("""[{"id": "aaa", "type": "t", "file": "same"}, {"id": "bbb", "type": "t", "file": "same"}]""");
        Download("aaa", "a");
        Assert.Single(await Collect(Create()));
    }

    [Fact]
    public async Task Types_choose_the_reports()
    {
        List(Two);
        Download("bbb", "b");
        Assert.Equal("b", Text(Assert.Single(await Collect(Create(static options => options.Types = ["scan_ntp", "scan_snmp"])))));
    }

    [Fact]
    public async Task A_report_that_cannot_be_had_keeps_no_other_back_and_fails_the_attempt()
    {
        List(Two);
        _services.Http.On(HttpMethod.Get, "https://dl.shadowserver.org/aaa", CannedResponse.Of(HttpStatusCode.NotFound));
        Download("bbb", "b");
        await using ShadowserverReportsApiCollector collector = Create();
        var reports = new List<CollectedReport>();
        await Assert.ThrowsAsync<HttpServiceException>(async () =>
        {
            await foreach (CollectedReport report in collector.CollectAsync(default))
                reports.Add(report);
        });
        Assert.Equal("b", Text(Assert.Single(reports)));
        Assert.Contains("2026-05-03-scan_dns-x", string.Join("\n", _services.Logs.Entries), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"error": "Invalid key"}""", "Invalid key")]
    [InlineData("""{"error": {"a": "\u001b[2J"}}""", "no list")]
    [InlineData("null", "no list")]
    [InlineData("<html>", "no JSON")]
    [InlineData("", "no JSON")]
    public async Task An_answer_that_is_no_list_is_the_services_fault(string answer, string words)
    {
        List(answer);
        HttpServiceException thrown = await Assert.ThrowsAsync<HttpServiceException>(() => Collect(Create()));
        Assert.Contains(words, thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(429)]
    [InlineData(500)]
    public async Task A_status_of_failure_names_no_key(int status)
    {
        _services.Http.On(HttpMethod.Post, ListUrl, CannedResponse.Of((HttpStatusCode)status));
        HttpServiceException thrown = await Assert.ThrowsAsync<HttpServiceException>(() => Collect(Create()));
        Assert.Contains($"status {status}", thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("KEY", thrown.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Entries_that_do_not_say_what_they_are_cost_themselves()
    {
        List("""[null, 7, [], {"id": 1, "file": "x"}, {"id": "", "file": "x"}, {"file": "x"}, {"id": "aaa", "type": 3, "file": "2026-05-03"}]""");
        Download("aaa", "a");
        Assert.Single(await Collect(Create()));
    }

    [Theory]
    [InlineData("../../etc", "https://dl.shadowserver.org/..%2F..%2Fetc")]
    [InlineData("https://evil.example.com/", "https://dl.shadowserver.org/https%3A%2F%2Fevil.example.com%2F")]
    public async Task An_id_leads_nowhere_else(string id, string url)
    {
        List($$"""[{"id": "{{id}}", "type": "t", "file": "f"}]""");
        _services.Http.OnGet(url, "a");
        Assert.Single(await Collect(Create()));
    }

    [Theory]
    [InlineData("""{"secret": "s"}""", "api_key")]
    [InlineData("""{"api_key": "k"}""", "secret")]
    [InlineData("""{"api_key": "k", "secret": "s", "redis_cache_ttl": 3600}""", "redis_cache_ttl")]
    public void What_is_missing_is_said_at_once(string parameters, string word)
    {
        using JsonDocument document = JsonDocument.Parse(parameters);
        BotConfigurationException thrown = Assert.Throws<BotConfigurationException>(() => ShadowserverReportsApiCollector.Descriptor.Create(document.RootElement, ParameterSource.IntelMQ, _services.Services, []));
        Assert.Contains(word, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_closes_silently_or_is_slow_is_tried_again()
    {
        int requests = 0;
        await using var server = new LoopbackServer(request => request.Line.StartsWith("POST", StringComparison.Ordinal)
            ? Interlocked.Increment(ref requests) == 1 ? LoopbackAnswer.Bytes("") : LoopbackAnswer.Json("""[{"id": "aaa", "type": "t", "file": "f"}]""")
            : LoopbackAnswer.Of(200, "data"));
        var options = new ShadowserverReportsApiCollectorOptions { ApiKey = new Secret("KEY"), Secret = new Secret("SECRET") };
        await using var collector = new ShadowserverReportsApiCollector(options, LookupFixture.RedirectedTo(server.Url, _services.Clock));
        Assert.Equal("data", Text(Assert.Single(await Collect(collector))));
        Assert.Equal(2, requests);
    }

    private void List(string answer) => _services.Http.On(HttpMethod.Post, ListUrl, new CannedResponse(HttpStatusCode.OK, Encoding.UTF8.GetBytes(answer)));

    private void Download(string id, string text) => _services.Http.OnGet("https://dl.shadowserver.org/" + id, text);

    private ShadowserverReportsApiCollector Create() => Create(static _ => { });

    private ShadowserverReportsApiCollector Create(Action<ShadowserverReportsApiCollectorOptions> change)
    {
        var options = new ShadowserverReportsApiCollectorOptions { ApiKey = new Secret("KEY"), Secret = new Secret("SECRET") };
        change(options);
        return new ShadowserverReportsApiCollector(options, _services.Services);
    }

    private static Task<List<CollectedReport>> Collect(Collector collector) => CollectorFixture.AllAsync(collector);

    private static string Text(CollectedReport report) => Encoding.UTF8.GetString(report.Report.Raw.Span);
}
