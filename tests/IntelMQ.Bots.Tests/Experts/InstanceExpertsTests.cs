using IntelMQ.Bots.Tests.Support;

namespace IntelMQ.Bots.Tests.Experts;

/// <summary>Lookyloo and MISP: instances that a parameter names.</summary>
public sealed class InstanceExpertsTests
{
    private const string Lookyloo = "intelmq.bots.experts.lookyloo.expert";
    private const string LookylooParameters = """{"instance_url": "SERVER", "http_user_agent": "Agent/1"}""";
    private const string Misp = "intelmq.bots.experts.misp.expert";
    private const string MispParameters = """{"misp_url": "SERVER/", "misp_key": "key"}""";
    private const string Capture = "0f8fad5b-d9cb-469f-a165-70867728950e";
    private const string Unchanged = "{'misp.event_uuid': '11111111-2222-4333-8444-555555555555', 'source.ip': '192.0.2.1'}";
    private const string Ip = """{"source.ip": "192.0.2.1"}""";

    [Theory]
    [InlineData(Capture)]
    [InlineData("\"" + Capture + "\"\n")]
    public async Task Lookyloo_is_handed_the_URL(string answer)
    {
        await using var server = new LoopbackServer(LoopbackAnswer.Of(200, answer));
        string result = await RunAsync(Lookyloo, LookylooParameters, server, """{"source.url": "http://example.com/\u00e4\""}""");
        Assert.Contains($"'screenshot_url': '{server.Url}/tree/{Capture}'", result, StringComparison.Ordinal);
        LoopbackRequest request = Assert.Single(server.Requests);
        Assert.Equal("POST /submit HTTP/1.1", request.Line);
        Assert.Equal("""{"url":"http://example.com/\u00E4\u0022","user_agent":"Agent/1"}""", request.Body);
    }

    [Theory]
    [InlineData("""{"comment": "x"}""")]
    [InlineData("""{"source.url": "http://example.com/", "screenshot_url": "http://example.com/shot"}""")]
    public async Task Lookyloo_is_not_asked_in_vain(string json)
    {
        await using var server = new LoopbackServer(LoopbackAnswer.Of(200, Capture));
        Assert.Equal(Events.Flat(Events.Of(json)), await RunAsync(Lookyloo, LookylooParameters, server, json));
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("""{"response": {"Attribute": [{"uuid": "0F8FAD5B-D9CB-469F-A165-70867728950E", "Event": {"uuid": "7c9e6679-7425-40de-944b-e07fc1f90ae7"}}, {"uuid": "x"}]}}""", "{'misp.attribute_uuid': '0f8fad5b-d9cb-469f-a165-70867728950e', 'misp.event_uuid': '7c9e6679-7425-40de-944b-e07fc1f90ae7', 'source.ip': '192.0.2.1'}")]
    [InlineData("""{"response": {"Attribute": [{"uuid": "x", "Event": []}]}}""", Unchanged)]
    [InlineData("""{"response": {"Attribute": []}}""", Unchanged)]
    [InlineData("""{"response": []}""", Unchanged)]
    public async Task Misp_answers_with_the_first_attribute(string answer, string expected)
    {
        await using var server = new LoopbackServer(LoopbackAnswer.Json(answer));
        Assert.Equal(expected, await RunAsync(Misp, MispParameters, server, """{"source.ip": "192.0.2.1", "misp.event_uuid": "11111111-2222-4333-8444-555555555555"}"""));
        LoopbackRequest request = Assert.Single(server.Requests);
        Assert.Equal("POST /attributes/restSearch HTTP/1.1", request.Line);
        Assert.Equal("key", request.Headers["Authorization"]);
        Assert.Equal("""{"value":"192.0.2.1","returnFormat":"json","page":1,"limit":1}""", request.Body);
    }

    [Fact]
    public async Task Misp_is_asked_once_for_a_batch_and_the_newest_attribute_counts()
    {
        const string answer = """
            {"response": {"Attribute": [
              {"uuid": "a1", "value": "192.0.2.1", "timestamp": "5", "Event": {"uuid": "0a1b2c3d-0000-4000-8000-000000000001"}},
              {"uuid": "0f8fad5b-d9cb-469f-a165-70867728950e", "value": "192.0.2.1|443", "timestamp": "7", "Event": {"uuid": "0a1b2c3d-0000-4000-8000-000000000002"}},
              {"uuid": "0f8fad5b-d9cb-469f-a165-70867728950f", "value": "www.example.com", "timestamp": 6, "Event": {"uuid": "0a1b2c3d-0000-4000-8000-000000000003"}}, 5]}}
            """;
        await using var server = new LoopbackServer(request => LoopbackAnswer.Json(request.Path == "/sightings/add" ? "{}" : answer));
        const string parameters = """{"misp_url": "SERVER", "misp_key": "key", "bulk": true, "lookup_fields": "source.ip,source.fqdn", "misp_sightings": true}""";
        await using var bot = (BatchExpert)LookupFixture.CreateBot(Misp, parameters.Replace("SERVER", server.Url, StringComparison.Ordinal), new BotServices { Http = LookupFixture.Client });
        await bot.StartAsync(default);
        BatchItem[] batch = [.. ((string[])["""{"source.ip": "192.0.2.1"}""", """{"source.ip": "192.0.2.1"}""", """{"source.ip": "192.0.2.9", "source.fqdn": "www.example.com"}""", """{"source.asn": 64496}"""]).Select(static json => new BatchItem(Events.Of(json)))];
        await bot.ProcessAsync(batch, default);
        Assert.All(batch, static item => Assert.Null(item.Error));
        Assert.Equal(
            ["0a1b2c3d-0000-4000-8000-000000000002", "0a1b2c3d-0000-4000-8000-000000000002", "0a1b2c3d-0000-4000-8000-000000000003", ""],
            batch.Select(static item => item.Event["misp.event_uuid"].ToString()));
        Assert.Equal(["/attributes/restSearch", "/sightings/add"], server.Requests.Select(static request => request.Path));
        Assert.Contains("\"value\":[\"192.0.2.1\",\"192.0.2.9\",\"www.example.com\"]", server.Requests[0].Body, StringComparison.Ordinal);
        Assert.Contains("\"values\":[\"192.0.2.1\",\"www.example.com\"]", server.Requests[1].Body, StringComparison.Ordinal);
        // What is kept is not asked for again, also that there is nothing.
        await bot.ProcessAsync([new BatchItem(Events.Of("""{"source.ip": "192.0.2.9"}"""))], default);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_sighting_that_is_refused_costs_no_event()
    {
        await using var server = new LoopbackServer(static request => request.Path == "/sightings/add" ? LoopbackAnswer.Of(403, "{}") : LoopbackAnswer.Json("""{"response": {"Attribute": [{"uuid": "0f8fad5b-d9cb-469f-a165-70867728950e"}]}}"""));
        Assert.Contains("0f8fad5b", await RunAsync(Misp, """{"misp_url": "SERVER", "misp_key": "key", "misp_sightings": true}""", server, Ip), StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_bulk_what_fails_is_the_failure_of_each_event()
    {
        await using var server = new LoopbackServer(LoopbackAnswer.Of(500, "{}"));
        await Assert.ThrowsAsync<LookupException>(() => RunAsync(Misp, """{"misp_url": "SERVER", "misp_key": "key", "bulk": true}""", server, Ip));
    }

    [Fact]
    public async Task Errors_of_Misp_are_failures()
    {
        await using var server = new LoopbackServer(LoopbackAnswer.Json("""{"errors": ["no"]}"""));
        await Assert.ThrowsAsync<LookupException>(() => RunAsync(Misp, MispParameters, server, Ip));
    }

    [Theory]
    [InlineData(Lookyloo, LookylooParameters, """{"source.url": "http://example.com/"}""")]
    [InlineData(Misp, MispParameters, Ip)]
    public Task What_fails_is_an_exception(string module, string parameters, string json) => LookupFixture.AssertFailsInEveryWayAsync(module, parameters, json);

    [Theory]
    [InlineData(Lookyloo, LookylooParameters)]
    [InlineData(Misp, MispParameters)]
    public Task Without_a_client_the_bot_says_so(string module, string parameters)
        => LookupFixture.AssertNamesWhatIsMissingAsync(module, parameters.Replace("SERVER", "http://example.com", StringComparison.Ordinal), "BotServices.Http");

    [Theory]
    [InlineData(Lookyloo, """{"instance_url": "nowhere"}""")]
    [InlineData(Misp, """{"misp_key": "x"}""")]
    [InlineData(Misp, """{"misp_url": "http://example.com"}""")]
    public void Parameters_that_cannot_be_used_are_refused(string module, string parameters)
        => Assert.Throws<BotConfigurationException>(() => LookupFixture.Create(module, parameters, BotServices.Default));

    private static Task<string> RunAsync(string module, string parameters, LoopbackServer server, string json)
        => LookupFixture.RunAsync(module, parameters.Replace("SERVER", server.Url, StringComparison.Ordinal), new BotServices { Http = LookupFixture.Client }, json);
}
