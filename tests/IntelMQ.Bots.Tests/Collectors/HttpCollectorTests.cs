using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using IntelMQ.Bots.Collectors;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Failures;
using IntelMQ.Http;
using IntelMQ.Intake;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Collectors;

public sealed partial class HttpCollectorTests : IDisposable
{
    private const string Url = "http://example.com/feed.csv";
    private const string Module = "intelmq.bots.collectors.http.collector_http";

    private readonly TestServices _services = new() { Clock = new FakeClock(new DateTimeOffset(2026, 5, 4, 10, 20, 30, TimeSpan.Zero)) };
    private readonly TempFolder _folder = new();

    public void Dispose()
    {
        _services.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_feed_is_a_report_with_its_address()
    {
        _services.Http.OnGet(Url, "ip\n192.0.2.1\n");
        Report report = Assert.Single(await Collect(Options(static o => o.Name = "Example Feed")));
        Assert.Equal("ip\n192.0.2.1\n", Text(report));
        Assert.Equal(Url, report[Fields.Feed.Url]);
        Assert.Equal("Example Feed", report[Fields.Feed.Name]);
        Assert.False(report.Contains("extra.file_name"));
    }

    [Theory]
    [InlineData("{time[%Y-%m-%d]}", "true", "2026-05-04")]
    [InlineData("{time[%Y]}/{time[%j]}-{time[%H%M]}", "true", "2026/124-1020")]
    [InlineData("{time[%Y-%m-%d]}", "{\"days\": -1}", "2026-05-03")]
    [InlineData("{time[%Y-%m-%dT%H]}", "{\"hours\": -11, \"minutes\": 5}", "2026-05-03T23")]
    [InlineData("{time[%d.%m.%y]}", "{\"weeks\": 1}", "11.05.26")]
    [InlineData("{{a}}-{time[%s]}", "{\"seconds\": 0}", "%7Ba%7D-1777890030")]
    [InlineData("{time[%B%A%U%W%V%u]}", "true", "MayMonday1818191")]
    [InlineData("{time[%Y]}", "false", "%7Btime%5B%25Y%5D%7D")]
    public async Task An_address_may_hold_times(string path, string formatting, string expected)
    {
        _services.Http.OnGet("http://example.com/" + Uri.UnescapeDataString(expected), "data");
        string parameters = $$"""{"http_url": {{JsonSerializer.Serialize("http://example.com/" + path)}}, "http_url_formatting": {{formatting}}}""";
        using JsonDocument document = JsonDocument.Parse(parameters);
        var collector = (HttpCollector)Catalogs.Standard.Get(Module).Create(document.RootElement, ParameterSource.IntelMQ, _services.Services, []);
        Assert.Single(await Collect(collector));
        Assert.EndsWith("/" + expected, Assert.Single(_services.Http.Requests).Url.AbsoluteUri, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"http_url": "http://example.com/{nope}", "http_url_formatting": true}""")]
    [InlineData("""{"http_url": "http://example.com/{time[%Q]}", "http_url_formatting": true}""")]
    [InlineData("""{"http_url": "http://example.com/", "http_url_formatting": {"years": 1}}""")]
    [InlineData("""{"http_url": "http://example.com/", "http_url_formatting": "text"}""")]
    [InlineData("""{"http_url": "ftp://example.com/"}""")]
    [InlineData("""{"http_url": "not an address"}""")]
    [InlineData("""{}""")]
    [InlineData("""{"http_url": "http://example.com/", "verify_pgp_signatures": true}""")]
    public void What_cannot_be_asked_for_is_said_at_once(string parameters)
    {
        using JsonDocument document = JsonDocument.Parse(parameters);
        Assert.Throws<BotConfigurationException>(() => Catalogs.Standard.Get(Module).Create(document.RootElement, ParameterSource.IntelMQ, _services.Services, []));
    }

    [Fact]
    public async Task What_has_not_changed_since_it_was_stored_is_not_taken_again()
    {
        _services.Http
            .On(HttpMethod.Get, Url, new CannedResponse(HttpStatusCode.OK, "1"u8.ToArray()) { Headers = [new("ETag", "\"a\""), new("Last-Modified", "Mon, 04 May 2026 10:00:00 GMT")] })
            .On(HttpMethod.Get, Url, new CannedResponse(HttpStatusCode.OK, "1"u8.ToArray()) { Headers = [new("ETag", "\"a\""), new("Last-Modified", "Mon, 04 May 2026 10:00:00 GMT")] })
            .On(HttpMethod.Get, Url, CannedResponse.Of(HttpStatusCode.NotModified));
        await using var collector = new HttpCollector(Options(static _ => { }), _services.Services);
        List<CollectedReport> first = await All(collector);
        // Not settled: it may be lost yet.
        List<CollectedReport> second = await All(collector);
        Assert.Null(_services.Http.Requests[1].Header("If-None-Match"));
        await first[0].SettleAsync(default);
        await second[0].SettleAsync(default);
        Assert.Empty(await All(collector));
        Assert.Equal("\"a\"", _services.Http.Requests[2].Header("If-None-Match"));
        Assert.Equal("Mon, 04 May 2026 10:00:00 GMT", _services.Http.Requests[2].Header("If-Modified-Since"));
    }

    [Theory]
    [InlineData(300)]
    [InlineData(304)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(429)]
    [InlineData(500)]
    public async Task A_status_of_failure_is_the_services_fault(int status)
    {
        _services.Http.On(HttpMethod.Get, Url + "?token=secret", CannedResponse.Of((HttpStatusCode)status));
        HttpServiceException thrown = await Assert.ThrowsAsync<HttpServiceException>(() => Collect(Options(static o => o.HttpUrl = Url + "?token=secret")));
        Assert.Contains($"status {status}", thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("N/A")]
    public async Task What_means_nothing_is_nothing(string body)
    {
        _services.Http.OnGet(Url, body);
        Assert.Empty(await Collect(Options(static _ => { })));
    }

    [Fact]
    public async Task Archives_are_unpacked_and_zip_without_being_asked()
    {
        byte[] zip = Zip(("a.csv", "A"), ("sub/b.csv", "B"), ("__MACOSX/._a.csv", "x"));
        foreach (bool asked in (bool[])[true, false])
        {
            using var services = new TestServices { Http = new CannedHttp().On(HttpMethod.Get, Url, new CannedResponse(HttpStatusCode.OK, zip)) };
            List<Report> reports = await Collect(new HttpCollector(Options(o => o.ExtractFiles = asked ? FileSelection.All : FileSelection.None), services.Services));
            Assert.Equal(["A", "B"], reports.Select(Text));
            Assert.Equal(["a.csv", "sub/b.csv"], reports.Select(static report => report["extra.file_name"].ToString()));
        }
    }

    [Theory]
    [InlineData("no archive")]
    [InlineData("cut")]
    public async Task An_archive_that_is_none_or_damaged_gives_nothing(string kind)
    {
        byte[] zip = Zip(("a.csv", "A"), ("b.csv", new string('b', 5000)));
        byte[] body = kind == "cut" ? zip[..^30] : "<html>down</html>"u8.ToArray();
        _services.Http.On(HttpMethod.Get, Url, new CannedResponse(HttpStatusCode.OK, body));
        await Assert.ThrowsAsync<HttpServiceException>(() => Collect(Options(o => o.ExtractFiles = FileSelection.All)));
    }

    [Fact]
    public async Task An_archive_with_none_of_the_files_is_a_failure_with_its_data()
    {
        byte[] zip = Zip(("a.csv", "A"));
        _services.Http.On(HttpMethod.Get, Url, new CannedResponse(HttpStatusCode.OK, zip));
        CollectedReport only = Assert.Single(await All(new HttpCollector(Options(static o => o.ExtractFiles = FileSelection.Of("c.csv")), _services.Services)));
        Assert.Contains("none of the files", only.Failure!.Reason, StringComparison.Ordinal);
        Assert.Equal(zip, only.Report.Raw.ToArray());
    }

    [Fact]
    public async Task Marks_of_the_encoding_are_taken_at_their_word()
    {
        _services.Http
            .On(HttpMethod.Get, Url, new CannedResponse(HttpStatusCode.OK, Encoding.Unicode.GetBytes("\uFEFFgrün")))
            .On(HttpMethod.Get, Url, new CannedResponse(HttpStatusCode.OK, Encoding.UTF8.GetBytes("\uFEFFgrün")));
        HttpCollectorOptions options = Options(static _ => { });
        Assert.Equal("grün", Text(Assert.Single(await Collect(options))));
        Assert.Equal("grün", Text(Assert.Single(await Collect(options))));
    }

    [Theory]
    [InlineData("text/csv; charset=iso-8859-1", "gr\u00fcn")]
    [InlineData("text/csv; charset=windows-1251", "grьn")]
    [InlineData("text/csv; charset=nope", null)]
    [InlineData("text/csv", null)]
    public async Task Text_is_made_UTF8_as_the_server_declares(string type, string? expected)
    {
        byte[] body = [.. "gr"u8, 0xFC, (byte)'n'];
        _services.Http.On(HttpMethod.Get, Url, new CannedResponse(HttpStatusCode.OK, body) { Headers = [new("Content-Type", type)] });
        Report report = Assert.Single(await Collect(Options(static _ => { })));
        Assert.Equal(expected is null ? body : Encoding.UTF8.GetBytes(expected), report.Raw.ToArray());
    }

    [Theory]
    [InlineData("ETag", "\"v1\"", true)]
    [InlineData("Last-Modified", "Mon, 04 May 2026 10:00:00 GMT", true)]
    [InlineData("ETag", "W/\"v1\"", false)]
    [InlineData("X-None", "x", false)]
    public async Task A_download_that_breaks_off_goes_on_where_it_ended(string header, string value, bool goesOn)
    {
        int requests = 0;
        await using var server = new LoopbackServer(request =>
        {
            bool first = Interlocked.Increment(ref requests) == 1;
            if (first)
                return LoopbackAnswer.Bytes($"HTTP/1.1 200 OK\r\n{header}: {value}\r\nContent-Length: 10\r\nConnection: close\r\n\r\n01234");
            return request.Headers.TryGetValue("Range", out string? range) && range == "bytes=5-" && request.Headers["If-Range"] == value
                ? LoopbackAnswer.Bytes("HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 5-9/10\r\nContent-Length: 5\r\nConnection: close\r\n\r\n56789")
                : LoopbackAnswer.Of(500, "");
        });
        await using var collector = new HttpCollector(Options(o => o.HttpUrl = server.Url + "/"), new BotServices { Http = LookupFixture.Client });
        if (goesOn)
            Assert.Equal("0123456789", Text(Assert.Single(await Collect(collector))));
        else
            await Assert.ThrowsAsync<HttpServiceException>(() => Collect(collector));
        Assert.Equal(goesOn ? 2 : 1, requests);
    }

    [Fact]
    public async Task A_download_that_has_changed_meanwhile_begins_anew()
    {
        int requests = 0;
        await using var server = new LoopbackServer(_ => Interlocked.Increment(ref requests) == 1
            ? LoopbackAnswer.Bytes("HTTP/1.1 200 OK\r\nETag: \"1\"\r\nContent-Length: 10\r\nConnection: close\r\n\r\n01234")
            : LoopbackAnswer.Of(200, "new data"));
        await using var collector = new HttpCollector(Options(o => o.HttpUrl = server.Url + "/"), new BotServices { Http = LookupFixture.Client });
        Assert.Equal("new data", Text(Assert.Single(await Collect(collector))));
    }

    [Fact]
    public async Task A_server_that_says_when_is_asked_again_then()
    {
        _services.Http
            .On(HttpMethod.Get, Url, new CannedResponse(HttpStatusCode.TooManyRequests, default) { Headers = [new("Retry-After", "60")] })
            .OnGet(Url, "data");
        Task<List<Report>> collecting = Collect(Options(static _ => { }));
        while (_services.Clock.PendingTimers == 0 && !collecting.IsCompleted)
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, default);
        _services.Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal("data", Text(Assert.Single(await collecting)));
    }

    [Fact]
    public async Task A_connection_that_closes_without_an_answer_is_tried_again()
    {
        int requests = 0;
        await using var server = new LoopbackServer(_ => Interlocked.Increment(ref requests) == 1 ? LoopbackAnswer.Bytes("") : LoopbackAnswer.Of(200, "data"));
        await using var collector = new HttpCollector(Options(o => o.HttpUrl = server.Url + "/"), new BotServices { Http = LookupFixture.Client });
        Assert.Equal("data", Text(Assert.Single(await Collect(collector))));
    }

    [Fact]
    public async Task A_download_has_a_bound_and_large_ones_are_held_on_disk()
    {
        string large = new('x', 20 << 20);
        _services.Http.OnGet(Url, large);
        Assert.Equal(large.Length, Assert.Single(await Collect(Options(static _ => { }))).Raw.Length);
        HttpServiceException thrown = await Assert.ThrowsAsync<HttpServiceException>(() => Collect(Options(static o => o.MaxDownloadSize = 1 << 20)));
        Assert.Contains("max_download_size", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_connections_the_bot_says_so()
        => await Assert.ThrowsAsync<BotConfigurationException>(async () => await new HttpCollector(Options(static _ => { })).StartAsync(default));

    private static HttpCollectorOptions Options(Action<HttpCollectorOptions> change)
    {
        var options = new HttpCollectorOptions { HttpUrl = Url };
        change(options);
        return options;
    }

    private Task<List<Report>> Collect(HttpCollectorOptions options) => Collect(new HttpCollector(options, _services.Services));

    private static async Task<List<Report>> Collect(HttpCollector collector)
        => [.. (await All(collector)).Select(static collected => collected.Failure is null ? collected.Report : throw new InvalidOperationException(collected.Failure.Reason))];

    private static async Task<List<CollectedReport>> All(HttpCollector collector)
    {
        await collector.StartAsync(default);
        var reports = new List<CollectedReport>();
        await foreach (CollectedReport report in collector.CollectAsync(default))
            reports.Add(report);
        return reports;
    }

    private static string Text(Report report) => Encoding.UTF8.GetString(report.Raw.Span);

    private static byte[] Zip(params (string Name, string Text)[] files)
    {
        using var output = new MemoryStream();
        using (var archive = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, string text) in files)
            {
                using Stream entry = archive.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return output.ToArray();
    }
}
