using IntelMQ.Bots.Experts;
using IntelMQ.Bots.Lookups;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Http;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Lookups;

public sealed class HttpLookupTests
{
    [Fact]
    public async Task Requests_have_the_headers_of_the_parameters()
    {
        await using var server = new LoopbackServer(LoopbackAnswer.Json("{}"));
        var options = new HttpStatusExpertOptions
        {
            Http =
            {
                HttpUserAgent = "Agent/1 (a b; c)",
                HttpHeader = new TextMap([new("X-One", "1"), new("Accept", "application/json")]),
                HttpUsername = "user",
                HttpPassword = new Secret("pässword"),
            },
        };
        HttpAnswer answer = await Lookup(options).GetAsync(new Uri(server.Url + "/a?b=c"), default);
        Assert.True(answer.IsSuccess);
        LoopbackRequest request = Assert.Single(server.Requests);
        Assert.Equal("GET /a?b=c HTTP/1.1", request.Line);
        Assert.Equal("Agent/1 (a b; c)", request.Headers["User-Agent"]);
        Assert.Equal("1", request.Headers["X-One"]);
        Assert.Equal("application/json", request.Headers["Accept"]);
        Assert.Equal("Basic dXNlcjpww6Rzc3dvcmQ=", request.Headers["Authorization"]);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    public async Task A_connection_that_nobody_takes_is_tried_as_often_as_asked(int tries, int expected)
    {
        using var http = new CannedHttp();
        using var connections = new HttpConnections(_ => http);
        var lookup = new HttpLookup(new HttpSession(connections, new HttpStatusExpertOptions { Http = { HttpTimeoutMaxTries = tries } }.Http.ToSettings(), TimeProvider.System));
        await Assert.ThrowsAsync<LookupException>(() => lookup.GetAsync(new Uri("http://example.com/"), default));
        Assert.Equal(expected, http.Requests.Count);
    }

    [Fact]
    public async Task An_error_that_the_server_answers_is_not_tried_again()
    {
        await using var server = new LoopbackServer(LoopbackAnswer.Of(503, ""));
        Assert.Equal(503, (await Lookup(new HttpStatusExpertOptions()).GetAsync(new Uri(server.Url), default)).Status);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("silence", "in time")]
    [InlineData("slow body", "in time")]
    [InlineData("oversized body", "larger than 16 MiB")]
    [InlineData("no HTTP", "failed")]
    [InlineData("cut short", "failed")]
    public async Task What_is_no_answer_is_told_without_the_query(string failure, string reason)
    {
        await using var server = new LoopbackServer(LookupFixture.Failures[failure]);
        HttpLookup lookup = Lookup(new HttpStatusExpertOptions { Http = { HttpTimeoutSec = TimeSpan.FromSeconds(failure.StartsWith('s') ? 0.3 : 20) } });
        LookupException thrown = await Assert.ThrowsAsync<LookupException>(() => lookup.GetAsync(new Uri(server.Url + "/path?secret=1"), default));
        Assert.Contains(reason, thrown.Message, StringComparison.Ordinal);
        Assert.Contains(server.Url + "/path", thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_asks_can_stop()
    {
        await using var server = new LoopbackServer(LoopbackAnswer.Silence);
        using var stop = new CancellationTokenSource();
        Task<HttpAnswer> waiting = Lookup(new HttpStatusExpertOptions()).GetAsync(new Uri(server.Url), stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Theory]
    [InlineData("text/plain; charset=iso-8859-1", "é")]
    [InlineData("text/plain", "é")]
    [InlineData("text/plain; charset=no-such-thing", "é")]
    public async Task Text_is_read_as_declared_or_as_what_it_is(string type, string expected)
    {
        await using var server = new LoopbackServer(LoopbackAnswer.Bytes($"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\nContent-Length: 1\r\n\r\n\u00E9"));
        Assert.Equal(expected, (await Lookup(new HttpStatusExpertOptions()).GetAsync(new Uri(server.Url), default)).Text());
    }

    [Fact]
    public void Parameters_that_cannot_be_used_are_named()
    {
        var options = new HttpStatusExpertOptions
        {
            Field = "",
            Http =
            {
                HttpTimeoutSec = TimeSpan.Zero,
                HttpTimeoutMaxTries = 0,
                HttpUserAgent = "a\nb",
                HttpHeader = new TextMap([new("a b", "c")]),
            },
        };
        Assert.Equal(5, options.GetComplaints().Count);
    }

    private static HttpLookup Lookup(HttpSiteExpertOptions options) => new(new HttpSession(LookupFixture.Client, options.Http.ToSettings(), TimeProvider.System));
}
