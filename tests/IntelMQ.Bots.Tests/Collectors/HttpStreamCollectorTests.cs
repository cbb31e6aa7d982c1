using System.Net;
using System.Text;
using IntelMQ.Bots.Collectors;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Http;
using IntelMQ.Schemas;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Collectors;

public sealed class HttpStreamCollectorTests : IDisposable
{
    private const string Url = "http://example.com/stream";

    private readonly TestServices _services = new() { Clock = new FakeClock(new DateTimeOffset(2026, 5, 4, 10, 20, 30, TimeSpan.Zero)) };

    public void Dispose() => _services.Dispose();

    [Theory]
    [InlineData("a\nb\n", true, "a|b")]
    [InlineData("a\r\nb\rc", true, "a|b|c")]
    [InlineData("\n\n a \n \n\tb\t\n", true, "a|b")]
    [InlineData("\n a \n \nb", false, " a | |b")]
    [InlineData("", true, "")]
    [InlineData("\u2028x\n", true, "\u2028x")]
    public async Task Each_line_is_a_report(string body, bool strips, string expected)
    {
        _services.Http.OnGet(Url, body);
        List<CollectedReport> reports = await CollectorFixture.AllAsync(Once(options => options.StripLines = strips));
        Assert.Equal(expected, string.Join('|', reports.Select(CollectorFixture.Text)));
        Assert.All(reports, static report => Assert.Equal(Url, report.Report[Fields.Feed.Url]));
    }

    [Fact]
    public async Task Lines_go_over_the_pieces_in_which_they_come()
    {
        string body = string.Join('\n', Enumerable.Range(0, 5000).Select(static i => new string((char)('a' + (i % 26)), 1 + (i * 7 % 211))));
        _services.Http.OnGet(Url, body);
        List<CollectedReport> reports = await CollectorFixture.AllAsync(Once(static _ => { }));
        Assert.Equal(body, string.Join('\n', reports.Select(CollectorFixture.Text)));
    }

    [Fact]
    public async Task A_line_that_is_too_long_is_a_failure_and_the_stream_goes_on()
    {
        _services.Http.OnGet(Url, "a\n" + new string('x', 200_000) + "\nb\n");
        List<CollectedReport> reports = await CollectorFixture.AllAsync(Once(static options => options.Stream.MaxLineSize = 1000));
        Assert.Equal([true, false, true], reports.Select(static report => report.Failure is null));
        Assert.Contains("max_line_size", reports[1].Failure!.Reason, StringComparison.Ordinal);
        Assert.Equal(200_000, reports[1].Failure!.TruncatedFrom);
        Assert.Equal("b", CollectorFixture.Text(reports[2]));
    }

    [Fact]
    public async Task A_stream_that_breaks_off_is_opened_again_and_the_log_says_what_was_missed()
    {
        int requests = 0;
        await using var server = new LoopbackServer(_ => Interlocked.Increment(ref requests) switch
        {
            1 => LoopbackAnswer.Bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\na\n\r\n"),
            2 => LoopbackAnswer.Of(503, ""),
            _ => LoopbackAnswer.Of(200, "b\n"),
        });
        var logs = new LogCollector();
        var services = new BotServices { Http = LookupFixture.Client, Logs = logs };
        await using var collector = new HttpStreamCollector(Options(options =>
        {
            options.HttpUrl = server.Url + "/";
            options.Stream.ReconnectDelay = TimeSpan.FromMilliseconds(10);
        }), services);
        Assert.Equal(["a", "b"], await CollectorFixture.TakeAsync(collector, 2));
        Assert.Equal(3, requests);
        string log = string.Join('\n', logs.Entries);
        Assert.Contains("broke off", log, StringComparison.Ordinal);
        Assert.Contains("status 503", log, StringComparison.Ordinal);
        Assert.Contains("was missed", log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    public async Task A_stream_that_is_refused_ends_the_turn(int status)
    {
        _services.Http.On(HttpMethod.Get, Url, CannedResponse.Of((HttpStatusCode)status));
        IOException thrown = await Assert.ThrowsAnyAsync<IOException>(() => CollectorFixture.TakeAsync(new HttpStreamCollector(Options(static _ => { }), _services.Services), 1));
        Assert.Contains($"status {status}", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("reset")]
    [InlineData("silence")]
    public async Task Without_reconnecting_a_stream_that_never_came_is_a_fault(string kind)
    {
        await using var server = new LoopbackServer(kind == "reset" ? LoopbackAnswer.Bytes("") : LoopbackAnswer.Silence);
        HttpStreamCollectorOptions options = Options(o =>
        {
            o.HttpUrl = server.Url + "/";
            o.Stream.Reconnect = false;
            o.Http.HttpTimeoutSec = TimeSpan.FromMilliseconds(300);
            o.Http.HttpTimeoutMaxTries = 1;
        });
        await using var collector = new HttpStreamCollector(options, new BotServices { Http = LookupFixture.Client });
        await Assert.ThrowsAnyAsync<IOException>(() => CollectorFixture.AllAsync(collector));
    }

    [Fact]
    public async Task A_silent_stream_counts_as_broken()
    {
        await using var server = new LoopbackServer(LoopbackAnswer.Bytes("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\na\nb"));
        HttpStreamCollectorOptions options = Options(o =>
        {
            o.HttpUrl = server.Url + "/";
            o.Stream.Reconnect = false;
        });
        await using var collector = new HttpStreamCollector(options, new BotServices { Http = LookupFixture.Client });
        Assert.Equal("a", CollectorFixture.Text(Assert.Single(await CollectorFixture.AllAsync(collector))));
    }

    [Fact]
    public async Task Pauses_grow_to_five_minutes()
    {
        await using var collector = new HttpStreamCollector(Options(static _ => { }), _services.Services);
        Task<List<string>> taking = CollectorFixture.TakeAsync(collector, 1);
        for (int attempt = 0; attempt < 12; attempt++)
        {
            await TestWait.UntilAsync(() => _services.Clock.PendingTimers > 0);
            _services.Clock.Advance(TimeSpan.FromMinutes(5));
        }

        _services.Http.OnGet(Url, "a\n");
        await TestWait.UntilAsync(() =>
        {
            _services.Clock.Advance(TimeSpan.FromMinutes(5));
            return taking.IsCompleted;
        });
        Assert.Equal(["a"], await taking);
    }

    private HttpStreamCollector Once(Action<HttpStreamCollectorOptions> change) => new(Options(options =>
    {
        options.Stream.Reconnect = false;
        change(options);
    }), _services.Services);

    private static HttpStreamCollectorOptions Options(Action<HttpStreamCollectorOptions> change)
    {
        var options = new HttpStreamCollectorOptions { HttpUrl = Url };
        change(options);
        return options;
    }
}
