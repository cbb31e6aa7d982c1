using IntelMQ.Bots.Tests.Support;

namespace IntelMQ.Bots.Tests.Experts;

public sealed class DoPortalExpertTests
{
    private const string Module = "intelmq.bots.experts.do_portal.expert";
    private const string Parameters = """{"portal_url": "SERVER", "portal_api_key": "key"}""";
    private const string Ip = """{"source.ip": "192.0.2.1", "source.abuse_contact": "old@example.com"}""";

    [Theory]
    [InlineData("append", 200, """{"abusecs": ["a@example.com", "OLD@example.com", 5]}""", "old@example.com,a@example.com")]
    [InlineData("replace", 200, """{"abusecs": ["a@example.com", "b@example.com"]}""", "a@example.com,b@example.com")]
    [InlineData("replace", 200, """{"abusecs": []}""", "old@example.com")]
    [InlineData("append", 200, """{"abusecs": 5, "new": {}}""", "old@example.com")]
    [InlineData("append", 404, """{"message": "('no such cidr', 192.0.2.1)"}""", "old@example.com")]
    public async Task Contacts_are_added(string mode, int status, string answer, string expected)
    {
        await using var server = new LoopbackServer(LoopbackAnswer.Of(status, answer));
        Assert.Equal($"{{'source.abuse_contact': '{expected}', 'source.ip': '192.0.2.1'}}", await RunAsync(server, Ip, mode));
        LoopbackRequest request = Assert.Single(server.Requests);
        Assert.Equal("GET /api/1.0/ripe/contact?cidr=192.0.2.1 HTTP/1.1", request.Line);
        Assert.Equal("key", request.Headers["API-Authorization"]);
        Assert.Equal("application/json", request.Headers["Accept"]);
        Assert.Equal("application/json", request.Headers["Content-Type"]);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    public async Task An_answer_without_a_list_is_a_failure(string answer)
    {
        await using var server = new LoopbackServer(LoopbackAnswer.Json(answer));
        await Assert.ThrowsAsync<LookupException>(() => RunAsync(server, Ip, "append"));
    }

    [Fact]
    public async Task A_bad_gateway_is_tried_again()
    {
        int asked = 0;
        await using var server = new LoopbackServer(_ => ++asked < 3 ? LoopbackAnswer.Of(502, "") : LoopbackAnswer.Json("""{"abusecs": ["a@example.com"]}"""));
        Assert.Contains("a@example.com", await RunAsync(server, Ip, "append"), StringComparison.Ordinal);
        Assert.Equal(3, asked);
        await using var broken = new LoopbackServer(LoopbackAnswer.Of(502, ""));
        await Assert.ThrowsAsync<LookupException>(() => RunAsync(broken, Ip, "append"));
        Assert.Equal(3, broken.Requests.Count);
    }

    [Theory]
    [InlineData("""{"message": "other"}""")]
    [InlineData("no JSON")]
    public async Task A_404_for_another_reason_is_a_failure(string body)
    {
        await using var server = new LoopbackServer(LoopbackAnswer.Of(404, body));
        await Assert.ThrowsAsync<LookupException>(() => RunAsync(server, Ip, "append"));
    }

    [Fact]
    public async Task An_event_without_address_passes_unasked()
    {
        await using var server = new LoopbackServer(LoopbackAnswer.Json("{}"));
        Assert.Equal("{'comment': 'x'}", await RunAsync(server, """{"comment": "x"}""", "append"));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public Task What_fails_is_an_exception() => LookupFixture.AssertFailsInEveryWayAsync(Module, Parameters, Ip);

    [Fact]
    public Task Without_a_client_the_bot_says_so()
        => LookupFixture.AssertNamesWhatIsMissingAsync(Module, Parameters.Replace("SERVER", "http://example.com", StringComparison.Ordinal), "BotServices.Http");

    [Fact]
    public void All_that_is_missing_is_named()
        => Assert.Equal(3, Assert.Throws<BotConfigurationException>(() => LookupFixture.Create(Module, """{"mode": "x"}""", BotServices.Default)).Complaints.Count);

    private static Task<string> RunAsync(LoopbackServer server, string json, string mode)
        => LookupFixture.RunAsync(Module, $$"""{"portal_url": "{{server.Url}}", "portal_api_key": "key", "mode": "{{mode}}"}""", new BotServices { Http = LookupFixture.Client }, json);
}
