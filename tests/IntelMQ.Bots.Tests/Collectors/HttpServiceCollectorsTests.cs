using System.IO.Compression;
using System.Net;
using System.Text;
using IntelMQ.Bots.Collectors;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Http;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Collectors;

/// <summary>The collectors that ask one service each: what they ask for, what they make of it, and how the service fails.</summary>
public sealed class HttpServiceCollectorsTests : IDisposable
{
    private readonly TestServices _services = new() { Clock = new FakeClock(new DateTimeOffset(2026, 5, 4, 10, 20, 30, TimeSpan.Zero)) };

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task OTX_gives_all_pages_as_one_report_and_the_key_goes_to_it_alone()
    {
        Get("https://otx.alienvault.com/api/v1/pulses/subscribed?limit=50&modified_since=2026-05-04T05:20:30", """{"results": [{"id":1}], "next": "https://otx.alienvault.com/api/v1/pulses/subscribed?page=2"}""");
        Get("https://otx.alienvault.com/api/v1/pulses/subscribed?page=2", """{"results": [{"id":2}], "next": null}""");
        var options = new AlienVaultOtxCollectorOptions { ApiKey = new Secret("KEY"), ModifiedPulsesOnly = true, Interval = TimeSpan.FromHours(5) };
        Assert.Equal("""[{"id": 1}, {"id": 2}]""", CollectorFixture.Text(Assert.Single(await CollectorFixture.AllAsync(new AlienVaultOtxCollector(options, _services.Services)))));
        Assert.All(_services.Http.Requests, static request => Assert.Equal("KEY", request.Header("X-OTX-API-KEY")));
    }

    [Theory]
    [InlineData("""{"results": [], "next": "https://evil.example.com/?page=2"}""")]
    [InlineData("""{"results": [], "next": "http://otx.alienvault.com/?page=2"}""")]
    [InlineData("""{"results": 1}""")]
    [InlineData("[]")]
    public async Task OTX_is_not_followed_elsewhere(string answer)
    {
        Get("https://otx.alienvault.com/api/v1/pulses/subscribed?limit=50", answer);
        await Assert.ThrowsAsync<HttpServiceException>(() => CollectorFixture.AllAsync(new AlienVaultOtxCollector(new AlienVaultOtxCollectorOptions { ApiKey = new Secret("KEY") }, _services.Services)));
        Assert.Single(_services.Http.Requests);
    }

    [Fact]
    public async Task OTX_pages_that_lead_to_themselves_are_not_asked_for_without_end()
    {
        for (int i = 0; i < 3; i++)
            Get("https://otx.alienvault.com/api/v1/pulses/subscribed?limit=50", """{"results": [{"name": "\ud800"}], "next": "https://otx.alienvault.com/api/v1/pulses/subscribed?limit=50"}""");
        await Assert.ThrowsAsync<HttpServiceException>(() => CollectorFixture.AllAsync(new AlienVaultOtxCollector(new AlienVaultOtxCollectorOptions { ApiKey = new Secret("KEY") }, _services.Services)));
        Assert.Single(_services.Http.Requests);
    }

    [Fact]
    public async Task Half_a_character_in_an_answer_costs_neither_file_nor_list()
    {
        Get("https://api.github.com/repos/o/r/contents", """
            [{"type": "file", "name": "\ud800", "path": "\udc00", "\ud800": ["\ud800"], "sha": "\ud800", "download_url": "https://raw.example.com/\ud800"},
             {"type": "file", "name": "a.json", "path": "a\ud800.json", "sha": "s1", "download_url": "https://raw.example.com/a.json", "\udfff": 1}]
            """);
        Get("https://raw.example.com/a.json", "A");
        await using var collector = new GitHubContentsCollector(new GitHubContentsCollectorOptions { Repository = "o/r", Regex = @"\.json$", ExtraFields = ["path"] }, _services.Services);
        CollectedReport report = Assert.Single(await CollectorFixture.AllAsync(collector));
        Assert.Equal("A", CollectorFixture.Text(report));
        Assert.Contains("\uFFFD", report.Report["extra.file_metadata"].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Blueliv_gives_its_servers()
    {
        Get("https://freeapi.blueliv.com/v1/crimeserver/online", """{"crimeServers": [{"url":"http://a.example.com"}], "meta": {}}""");
        Get("https://freeapi.blueliv.com/v1/crimeserver/online", "{}");
        var options = new BluelivCrimeserverCollectorOptions { ApiKey = new Secret("KEY") };
        Assert.Equal("""[{"url": "http://a.example.com"}]""", CollectorFixture.Text(Assert.Single(await CollectorFixture.AllAsync(new BluelivCrimeserverCollector(options, _services.Services)))));
        Assert.Equal("bearer KEY", _services.Http.Requests[0].Header("Authorization"));
        await Assert.ThrowsAsync<HttpServiceException>(() => CollectorFixture.AllAsync(new BluelivCrimeserverCollector(options, _services.Services)));
    }

    [Fact]
    public async Task GitHub_gives_files_of_all_folders_each_once_while_it_is_what_it_was()
    {
        var options = new GitHubContentsCollectorOptions { Repository = "o/r", Regex = @"\.json$", PersonalAccessToken = new Secret("token"), ExtraFields = ["sha", "nope"] };
        await using var collector = new GitHubContentsCollector(options, _services.Services);
        for (int turn = 0; turn < 3; turn++)
        {
            string sha = turn == 2 ? "s3" : "s1";
            Get("https://api.github.com/repos/o/r/contents", $$"""
                [{"type": "file", "name": "a.json", "path": "a.json", "sha": "{{sha}}", "download_url": "https://raw.example.com/a.json"}, 7,
                 {"type": "dir", "name": "d", "path": "d", "url": "https://api.github.com/repos/o/r/contents/d?ref=main"},
                 {"type": "dir", "name": "e", "path": "e", "url": "https://evil.example.com/repos/o/r/contents/e"},
                 {"type": "file", "name": "b.txt", "path": "b.txt", "sha": "s", "download_url": "https://raw.example.com/b.txt"}]
                """);
            Get("https://api.github.com/repos/o/r/contents/d?ref=main", """[{"type": "file", "name": "c.json", "path": "d/c.json", "sha": "s2", "download_url": "https://raw.example.com/c.json"}]""");
            Get("https://raw.example.com/a.json", "A");
            Get("https://raw.example.com/c.json", "C");
        }

        for (int turn = 0; turn < 3; turn++)
        {
            List<CollectedReport> reports = await CollectorFixture.AllAsync(collector);
            Assert.Equal(turn switch { 0 => ["A", "C"], 1 => [], _ => (string[])["A"] }, reports.Select(CollectorFixture.Text));
            if (turn == 0)
                Assert.Equal("""{"sha": "s1"}""", reports[0].Report["extra.file_metadata"].ToString());
            foreach (CollectedReport report in reports)
                await report.SettleAsync(default);
        }

        Assert.All(_services.Http.Requests, static request => Assert.Equal(request.Url.Host == "api.github.com" ? "token" : null, request.Header("Authorization")));
    }

    [Theory]
    [InlineData("o", "x")]
    [InlineData("o/r/../x", "x")]
    [InlineData("o/r", "(")]
    [InlineData(null, "x")]
    [InlineData("o/r", null)]
    public void GitHub_needs_a_repository_and_an_expression(string? repository, string? regex)
        => Assert.Throws<BotConfigurationException>(() => new GitHubContentsCollector(new GitHubContentsCollectorOptions { Repository = repository, Regex = regex }, _services.Services));

    [Theory]
    [InlineData("AT, DE", null, "shodan/countries/AT,DE")]
    [InlineData("", "A/B", "shodan/alert/A%2FB")]
    [InlineData("", null, "shodan/banners")]
    public async Task Shodan_streams_what_is_asked_for(string countries, string? alert, string path)
    {
        Get($"https://stream.shodan.io/{path}?key=KEY", "{\"a\": 1}\n\n{\"a\": 2}\n");
        var options = new ShodanStreamCollectorOptions { ApiKey = new Secret("KEY"), Countries = TextList.Parse(countries), Alert = alert };
        options.Stream.Reconnect = false;
        Assert.Equal(["{\"a\": 1}", "{\"a\": 2}"], (await CollectorFixture.AllAsync(new ShodanStreamCollector(options, _services.Services))).Select(CollectorFixture.Text));
        Assert.DoesNotContain("KEY", string.Join('\n', _services.Logs.Entries), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AT", "A")]
    [InlineData("AUT", null)]
    [InlineData("../", null)]
    public void Shodan_refuses_what_is_no_country_and_both_at_once(string countries, string? alert)
        => Assert.Throws<BotConfigurationException>(() => new ShodanStreamCollector(new ShodanStreamCollectorOptions { ApiKey = new Secret("KEY"), Countries = TextList.Parse(countries), Alert = alert }, _services.Services));

    [Fact]
    public async Task Interflow_gives_recent_files_once_and_unpacks_them()
    {
        const string List = """[{"Name": "a.json", "LastModified": "2026-05-04T01:00:00Z"}, {"Name": "b.gz", "LastModified": "2026-05-03T23:00:00+02:00"}, {"Name": "old.json", "LastModified": "2026-05-01T00:00:00Z"}, {"Name": 1}]""";
        await using var collector = new InterflowCollector(new InterflowCollectorOptions { ApiKey = new Secret("KEY") }, _services.Services);
        for (int turn = 0; turn < 2; turn++)
        {
            Get("https://interflow.azure-api.net/file/api/file/listsharedfiles", List);
            Get("https://interflow.azure-api.net/file/api/file/download?fileName=a.json", "A");
            _services.Http.On(HttpMethod.Get, "https://interflow.azure-api.net/file/api/file/download?fileName=b.gz", new CannedResponse(HttpStatusCode.OK, Gzip("B")));
            List<CollectedReport> reports = await CollectorFixture.AllAsync(collector);
            Assert.Equal(turn == 0 ? ["A", "B"] : [], reports.Select(CollectorFixture.Text));
            foreach (CollectedReport report in reports)
                await report.SettleAsync(default);
        }

        Assert.All(_services.Http.Requests, static request => Assert.Equal("KEY", request.Header("Ocp-Apim-Subscription-Key")));
    }

    [Fact]
    public async Task FireEye_gives_documents_with_sums_once()
    {
        await using var collector = new FireEyeCollector(FireEye(), _services.Services);
        for (int turn = 0; turn < 2; turn++)
        {
            _services.Http.On(HttpMethod.Post, "https://mas.example.com/wsapis/v2.0.0/auth/login", new CannedResponse(HttpStatusCode.OK, default) { Headers = [new("X-FeApi-Token", "TOKEN")] });
            Get("https://mas.example.com/wsapis/v2.0.0/alerts?duration=24_hours", """{"alert": [null, {"product": "MAS", "name": "MALWARE_OBJECT", "uuid": "a"}, {"product": "MAS", "name": "MALWARE_OBJECT", "uuid": "b"}, {"product": "MAS", "name": "OTHER", "uuid": "c"}]}""");
            Get("https://mas.example.com/wsapis/v2.0.0/openioc?alert_uuid=a", """<OpenIOC><IndicatorItem><Context search="FileItem/Md5sum"/></IndicatorItem></OpenIOC>""");
            Get("https://mas.example.com/wsapis/v2.0.0/openioc?alert_uuid=b", """<OpenIOC><IndicatorItem><Context search="Network/DNS"/></IndicatorItem></OpenIOC>""");
            List<CollectedReport> reports = await CollectorFixture.AllAsync(collector);
            Assert.Equal(turn == 0 ? 1 : 0, reports.Count);
            foreach (CollectedReport report in reports)
                await report.SettleAsync(default);
        }

        Assert.All(_services.Http.Requests.Where(static request => request.Method == HttpMethod.Get), static request => Assert.Equal("TOKEN", request.Header("X-FeApi-Token")));
    }

    [Fact]
    public async Task FireEye_that_lets_nobody_in_is_told()
    {
        _services.Http.On(HttpMethod.Post, "https://mas.example.com/wsapis/v2.0.0/auth/login", CannedResponse.Of(HttpStatusCode.Unauthorized));
        HttpServiceException thrown = await Assert.ThrowsAsync<HttpServiceException>(() => CollectorFixture.AllAsync(new FireEyeCollector(FireEye(), _services.Services)));
        Assert.Contains("status 401", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(401, thrown.Status);
    }

    private static FireEyeCollectorOptions FireEye()
    {
        var options = new FireEyeCollectorOptions { Host = "mas.example.com", RequestDuration = "24_hours" };
        options.Http.HttpUsername = "u";
        options.Http.HttpPassword = new Secret("p");
        return options;
    }

    private void Get(string url, string answer) => _services.Http.OnGet(url, answer);

    private static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }
}
