using IntelMQ.Bots.Tests.Support;
using IntelMQ.Http;

namespace IntelMQ.Bots.Tests.Experts;

public sealed class HttpExpertsTests
{
    private const string Status = "intelmq.bots.experts.http.expert_status";
    private const string Content = "intelmq.bots.experts.http.expert_content";

    private static readonly BotServices Services = new() { Http = LookupFixture.Client, EventAddresses = AddressPolicy.Any };

    [Theory]
    [InlineData(200, "{}", "'status': 'online'")]
    [InlineData(399, "{}", "'status': 'online'")]
    [InlineData(404, "{}", "'extra.reason': 'Some reason', 'status': 'offline'")]
    [InlineData(404, """{"success_status_codes": [200, 404]}""", "'status': 'online'")]
    [InlineData(404, """{"success_status_codes": "200, 404"}""", "'status': 'online'")]
    [InlineData(302, """{"success_status_codes": [200]}""", "'extra.reason': 'Some reason', 'status': 'offline'")]
    public async Task The_status_tells_whether_a_site_is_online(int status, string parameters, string expected)
    {
        await using var server = new LoopbackServer(LoopbackAnswer.Of(status, "body"));
        string result = await LookupFixture.RunAsync(Status, parameters, Services, $$"""{"source.url": "{{server.Url}}/"}""");
        Assert.Equal("{'source.url': '" + server.Url + "/', " + expected + "}", Sorted(result));
    }

    [Fact]
    public async Task What_is_there_stays_where_asked_and_events_without_the_field_pass()
    {
        await using var server = new LoopbackServer(LoopbackAnswer.Of(500, "body"));
        string result = await LookupFixture.RunAsync(Status, """{"field": "destination.url", "overwrite": false}""", Services,
            $$"""{"destination.url": "{{server.Url}}/", "status": "sinkholed", "extra.reason": "old"}""");
        Assert.Contains("'extra.reason': 'Some reason'", result, StringComparison.Ordinal);
        Assert.Contains("'status': 'sinkholed'", result, StringComparison.Ordinal);
        Assert.Equal("{'comment': 'x'}", await LookupFixture.RunAsync(Status, "{}", Services, """{"comment": "x"}"""));
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/", "failed")]
    [InlineData("ftp://example.com/", "not one of HTTP")]
    public async Task What_cannot_be_asked_is_offline(string url, string reason)
    {
        string result = await LookupFixture.RunAsync(Status, "{}", Services, $$"""{"source.url": "{{url}}"}""");
        Assert.Contains("'status': 'offline'", result, StringComparison.Ordinal);
        Assert.Contains(reason, result, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("silence", true)]
    [InlineData("slow body", false)]
    [InlineData("oversized body", false)]
    [InlineData("no HTTP", true)]
    [InlineData("cut short", false)]
    [InlineData("status 500", true)]
    public async Task A_site_that_fails_is_offline_and_one_whose_body_fails_has_a_status_all_the_same(string failure, bool isOffline)
    {
        await using var server = new LoopbackServer(LookupFixture.Failures[failure]);
        string json = $$"""{"source.url": "{{server.Url}}/"}""";
        string parameters = failure.StartsWith('o') ? "{}" : """{"http_timeout_sec": 0.5}""";
        Assert.Contains(isOffline ? "offline" : "online", await LookupFixture.RunAsync(Status, parameters, Services, json), StringComparison.Ordinal);
        Assert.Contains("offline", await LookupFixture.RunAsync(Content, parameters.Replace("{", """{"needle": "not there" """ + (parameters.Length > 2 ? "," : ""), StringComparison.Ordinal), Services, json), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Some", 200, "'status': 'online'")]
    [InlineData("", 200, "'status': 'online'")]
    [InlineData("some", 200, "'extra.reason': 'Text some not found in response from URL/', 'status': 'offline'")]
    [InlineData("Some", 500, "'extra.reason': 'Some reason', 'status': 'offline'")]
    public async Task The_content_tells_whether_a_site_is_online(string needle, int status, string expected)
    {
        await using var server = new LoopbackServer(LoopbackAnswer.Of(status, "Some response"));
        string result = await LookupFixture.RunAsync(Content, $$"""{"needle": "{{needle}}"}""", Services, $$"""{"source.url": "{{server.Url}}/"}""");
        Assert.Equal(("{'source.url': 'URL/', " + expected + "}").Replace("URL", server.Url, StringComparison.Ordinal), Sorted(result));
    }

    [Theory]
    [InlineData(Status)]
    [InlineData(Content)]
    public async Task The_inside_is_not_asked_unless_the_host_says_so(string module)
    {
        await using var inside = new LoopbackServer(LoopbackAnswer.Of(200, "secret"));
        string result = await LookupFixture.RunAsync(module, """{"needle": "secret"}""".Replace("\"needle\": \"secret\"", module == Content ? "\"needle\": \"secret\"" : "", StringComparison.Ordinal), new BotServices { Http = LookupFixture.Client }, $$"""{"source.url": "{{inside.Url}}/"}""");
        Assert.Contains("offline", result, StringComparison.Ordinal);
        Assert.Empty(inside.Requests);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData(""", "http_credential_hosts": "127.0.0.1" """, true)]
    public async Task Credentials_go_only_to_hosts_that_are_listed(string hosts, bool expected)
    {
        await using var server = new LoopbackServer(LoopbackAnswer.Of(200, "body"));
        string parameters = $$"""{"http_username": "user", "http_password": "secret", "http_header": {"X-Key": "k"}{{hosts}}}""";
        await LookupFixture.RunAsync(Status, parameters, Services, $$"""{"source.url": "{{server.Url.Replace("http://", "http://a:b@", StringComparison.Ordinal)}}/"}""");
        LoopbackRequest request = Assert.Single(server.Requests);
        Assert.Equal(expected, request.Headers.ContainsKey("Authorization"));
        Assert.Equal(expected, request.Headers.ContainsKey("X-Key"));
    }

    [Theory]
    [InlineData("Location: gopher://example.com/")]
    [InlineData("Location: http://[::1")]
    public async Task A_redirect_that_leads_nowhere_is_offline(string header)
    {
        await using var server = new LoopbackServer(LoopbackAnswer.Bytes($"HTTP/1.1 302 Found\r\n{header}\r\nContent-Length: 0\r\n\r\n"));
        Assert.Contains("offline", await LookupFixture.RunAsync(Status, "{}", Services, $$"""{"source.url": "{{server.Url}}/"}"""), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/plain; charset=\"no such; thing\"")]
    [InlineData("text/plain; charset=utf-7")]
    [InlineData("text/plain; charset=")]
    [InlineData(";;charset=\u0001")]
    public async Task An_odd_charset_is_no_defect(string type)
    {
        await using var server = new LoopbackServer(LoopbackAnswer.Bytes($"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\nContent-Length: 6\r\n\r\nneedle"));
        Assert.Contains("online", await LookupFixture.RunAsync(Content, """{"needle": "needle"}""", Services, $$"""{"source.url": "{{server.Url}}/"}"""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_needle_nothing_is_asked()
        => Assert.Equal("{'source.url': 'http://example.com/'}", await LookupFixture.RunAsync(Content, "{}", Services, """{"source.url": "http://example.com/"}"""));

    [Theory]
    [InlineData(Status)]
    [InlineData(Content)]
    public Task Without_a_client_the_bot_says_so(string module) => LookupFixture.AssertNamesWhatIsMissingAsync(module, "{}", "BotServices.Http");

    // The URL first, whatever the order of fields.
    private static string Sorted(string flat)
        => "{" + string.Join(", ", flat.Trim('{', '}').Split(", ").OrderByDescending(static member => member.StartsWith("'source.url'", StringComparison.Ordinal)).ThenBy(static member => member, StringComparer.Ordinal)) + "}";
}
