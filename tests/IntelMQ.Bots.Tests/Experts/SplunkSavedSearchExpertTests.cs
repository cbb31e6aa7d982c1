using System.Net;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Tests.Experts;

public sealed class SplunkSavedSearchExpertTests
{
    private const string Module = "intelmq.bots.experts.splunk_saved_search.expert";
    private const string Json = """{"source.ip": "192.0.2.1", "comment": "a\"b\\c"}""";

    [Theory]
    [InlineData("""[{"u": "Someone"}]""", "", "someone")]
    [InlineData("[]", "", "")]
    [InlineData("[]", ", \"not_found\": [\"drop\"]", "dropped")]
    [InlineData("""[{"u": "one"}, {"u": "two"}]""", "", "one")]
    [InlineData("""[{"u": "one"}, {"u": "two"}]""", ", \"multiple_result_handling\": \"ignore,send\"", "")]
    [InlineData("""[{"u": "one"}, {"u": "two"}]""", ", \"multiple_result_handling\": [\"drop\"]", "dropped")]
    public async Task Results_are_added(string results, string parameters, string expected)
    {
        await using var server = Server($$"""{"results": {{results}}}""");
        string result = await RunAsync(server, Json, parameters);
        if (expected == "dropped")
            Assert.Equal(expected, result);
        else
            Assert.Equal(expected.Length > 0, result.Contains($"'source.account': '{expected}", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_cell_that_is_left_out_leaves_its_field()
    {
        await using var server = Server("""{"results": [{"u": "x", "new": {}}]}""");
        string result = await LookupFixture.RunAsync(
            Module,
            $$"""{"url": "{{server.Url}}", "auth_token": "secret", "saved_search": "y", "search_parameters": {"source.ip": "ip"}, "result_fields": {"u": "source.account", "w": "source.as_name"}, "retry_interval": 0.1}""",
            new BotServices { Http = LookupFixture.Client },
            """{"source.ip": "192.0.2.1", "source.as_name": "old"}""");
        Assert.Equal("{'source.account': 'x', 'source.as_name': 'old', 'source.ip': '192.0.2.1'}", result);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData(", \"multiple_result_handling\": [\"limit\"]", " | head 1")]
    public async Task Values_cannot_break_out_of_the_query(string parameters, string end)
    {
        await using var server = Server("""{"results": []}""");
        await RunAsync(server, Json, parameters);
        LoopbackRequest started = server.Requests[0];
        Assert.Equal("POST /services/search/jobs HTTP/1.1", started.Line);
        Assert.Equal("Bearer secret", started.Headers["Authorization"]);
        Assert.Equal("output_mode=json&search=|savedsearch \"my search\" \"ip\"=\"192.0.2.1\" \"text\"=\"a\\\"b\\\\c\"" + end, WebUtility.UrlDecode(started.Body));
        Assert.Equal("GET /services/search/jobs/a%2Fb/results/ HTTP/1.1", server.Requests[1].Line);
    }

    [Fact]
    public async Task An_event_without_a_parameter_passes_unasked()
    {
        await using var server = Server("{}");
        Assert.Equal("{'source.ip': '192.0.2.1'}", await RunAsync(server, """{"source.ip": "192.0.2.1"}"""));
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData(", \"overwrite\": false", "old")]
    [InlineData(", \"overwrite\": true", "new")]
    public async Task What_is_there_is_replaced_kept_or_a_failure(string parameters, string expected)
    {
        await using var server = Server("""{"results": [{"u": "new"}]}""");
        Task<string> running = RunAsync(server, """{"source.ip": "192.0.2.1", "comment": "x", "source.account": "old"}""", parameters);
        if (expected.Length == 0)
            await Assert.ThrowsAsync<InvalidFieldException>(() => running);
        else
            Assert.Contains($"'source.account': '{expected}'", await running, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_that_is_not_done_is_asked_for_again_and_given_up_some_day()
    {
        int asked = 0;
        await using var server = new LoopbackServer(request => request.Line.StartsWith("POST", StringComparison.Ordinal) ? LoopbackAnswer.Json("""{"sid": "1"}""")
            : ++asked < 3 ? LoopbackAnswer.Bytes("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
            : LoopbackAnswer.Json("""{"results": [{"u": "x"}]}"""));
        Assert.Contains("'source.account': 'x'", await RunAsync(server, Json), StringComparison.Ordinal);
        asked = -1000;
        Assert.Contains("not done", (await Assert.ThrowsAsync<LookupException>(() => RunAsync(server, Json))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"results": [{"v": 1}]}""")]
    [InlineData("""{"results": [5]}""")]
    [InlineData("{}")]
    [InlineData("no JSON")]
    public async Task Results_of_another_shape_are_failures(string answer)
    {
        await using var server = Server(answer);
        await Assert.ThrowsAsync<LookupException>(() => RunAsync(server, Json));
    }

    [Fact]
    public Task What_fails_is_an_exception()
        => LookupFixture.AssertFailsInEveryWayAsync(Module, """{"url": "SERVER", "auth_token": "x", "saved_search": "y", "search_parameters": {"source.ip": "ip"}, "http_timeout_sec": 1}""", Json);

    [Theory]
    [InlineData("{}", 4)]
    [InlineData("""{"url": "http://example.com", "auth_token": "x", "saved_search": "y", "search_parameters": {"a": "b"}, "not_found": ["warn"], "multiple_result_handling": ["send", "drop", "ignore", "use_first"]}""", 3)]
    [InlineData("""{"url": "http://example.com", "auth_token": "x", "saved_search": "y", "search_parameters": {"a": "b"}, "multiple_result_handling": ["limit", "send"], "retry_interval": 0}""", 2)]
    public void Parameters_that_cannot_be_used_are_named(string parameters, int complaints)
        => Assert.Equal(complaints, Assert.Throws<BotConfigurationException>(() => LookupFixture.Create(Module, parameters, BotServices.Default)).Complaints.Count);

    [Fact]
    public Task Without_a_client_the_bot_says_so()
        => LookupFixture.AssertNamesWhatIsMissingAsync(Module, """{"url": "http://example.com", "auth_token": "x", "saved_search": "y", "search_parameters": {"a": "b"}}""", "BotServices.Http");

    private static LoopbackServer Server(string results)
        => new(request => LoopbackAnswer.Json(request.Line.StartsWith("POST", StringComparison.Ordinal) ? """{"sid": "a/b"}""" : results));

    private static Task<string> RunAsync(LoopbackServer server, string json, string parameters = "")
        => LookupFixture.RunAsync(
            Module,
            $$"""{"url": "{{server.Url}}", "auth_token": "secret", "saved_search": "my search", "search_parameters": {"source.ip": "ip", "comment": "text"}, "result_fields": {"u": "source.account"}, "retry_interval": 0.1, "max_wait": 1.5 {{parameters}}}""",
            new BotServices { Http = LookupFixture.Client },
            json);
}
