using IntelMQ.Bots.Tests.Support;

namespace IntelMQ.Bots.Tests.Experts;

public sealed class TuencyExpertTests
{
    private const string Module = "intelmq.bots.experts.tuency.expert";
    private const string Parameters = """{"url": "SERVER/", "authentication_token": "secret"}""";
    private const string Known = "\"classification.taxonomy\": \"other\", \"classification.type\": \"undetermined\", \"feed.name\": \"A & B\", \"feed.provider\": \"Example\"";

    [Fact]
    public async Task The_question_names_classification_feed_address_and_domain()
    {
        await using var server = new LoopbackServer(LoopbackAnswer.Json("{}"));
        await RunAsync(server, "{" + Known + """, "source.ip": "2001:db8::1", "source.fqdn": "www.example.com"}""");
        LoopbackRequest request = Assert.Single(server.Requests);
        Assert.Equal(
            "/intelmq/lookup?classification_taxonomy=other&classification_type=undetermined&feed_provider=Example&feed_name=A+%26+B&feed_status=production&ip=2001%3Adb8%3A%3A1&domain=www.example.com",
            request.Path);
        Assert.Equal("Bearer secret", request.Headers["Authorization"]);
    }

    [Theory]
    [InlineData("""{"suppress": true, "interval": {"unit": "day", "length": 1}}""", "'extra.notify': false")]
    [InlineData("""{"suppress": true, "ip": {"destinations": [{"contacts": [{"email": "a@example.com"}]}]}}""", "'extra.notify': false, 'source.abuse_contact': 'a@example.com'")]
    [InlineData("""{"interval": {"unit": "immediate", "length": 1}}""", "'extra.ttl': 0")]
    [InlineData("""{"interval": {"unit": "hours", "length": 2}}""", "'extra.ttl': 7200")]
    [InlineData("""{"ip": {"destinations": [{"contacts": [{"email": "A@example.com"}, {}]}, 5]}, "domain": {"destinations": [{"contacts": [{"email": "b@example.com"}, {"email": "a@example.com"}]}]}, "interval": {"unit": "day", "length": 1}}""", "'extra.ttl': 86400, 'source.abuse_contact': 'a@example.com,b@example.com'")]
    [InlineData("""{"ip": {"destinations": [{"contacts": [{"email": "a@example.com"}]}]}}""", "")]
    [InlineData("""{"ip": [], "domain": 5, "suppress": "x"}""", "")]
    public async Task The_answer_is_written(string answer, string expected)
    {
        await using var server = new LoopbackServer(LoopbackAnswer.Json(answer));
        string result = await RunAsync(server, "{" + Known + """, "source.ip": "192.0.2.1"}""");
        foreach (string part in expected.Split(", '"))
            Assert.Contains(part.Trim('\''), result.Replace("'", "", StringComparison.Ordinal).Replace("[", "", StringComparison.Ordinal) + result, StringComparison.Ordinal);
        Assert.Equal(expected.Contains("contact", StringComparison.Ordinal), result.Contains("abuse_contact", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("true", "new@example.com")]
    [InlineData("false", "old@example.com")]
    public async Task Contacts_that_are_there_are_replaced_where_asked(string overwrite, string expected)
    {
        await using var server = new LoopbackServer(LoopbackAnswer.Json("""{"ip": {"destinations": [{"contacts": [{"email": "new@example.com"}]}]}, "interval": {"unit": "day", "length": 1}}"""));
        string parameters = $$"""{"url": "{{server.Url}}", "authentication_token": "x", "overwrite": {{overwrite}}}""";
        string result = await LookupFixture.RunAsync(Module, parameters, new BotServices { Http = LookupFixture.Client }, "{" + Known + """, "source.ip": "192.0.2.1", "source.abuse_contact": "old@example.com"}""");
        Assert.Contains($"'source.abuse_contact': '{expected}'", result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_that_lacks_something_passes_unasked()
    {
        await using var server = new LoopbackServer(LoopbackAnswer.Json("{}"));
        Assert.Equal("{'comment': 'x'}", await RunAsync(server, """{"comment": "x"}"""));
        await RunAsync(server, "{" + Known + "}");
        await RunAsync(server, """{"source.ip": "192.0.2.1", "feed.name": "x"}""");
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task An_interval_that_is_none_is_a_failure()
    {
        await using var server = new LoopbackServer(LoopbackAnswer.Json("""{"interval": {"unit": "fortnight", "length": 1}}"""));
        await Assert.ThrowsAsync<LookupException>(() => RunAsync(server, "{" + Known + """, "source.ip": "192.0.2.1"}"""));
    }

    [Fact]
    public Task What_fails_is_an_exception() => LookupFixture.AssertFailsInEveryWayAsync(Module, Parameters, "{" + Known + """, "source.ip": "192.0.2.1"}""");

    [Fact]
    public Task Without_a_client_the_bot_says_so()
        => LookupFixture.AssertNamesWhatIsMissingAsync(Module, Parameters.Replace("SERVER", "http://example.com", StringComparison.Ordinal), "BotServices.Http");

    [Theory]
    [InlineData("{}", "url is missing")]
    [InlineData("""{"url": "ftp://example.com", "authentication_token": "x"}""", "http://")]
    [InlineData("""{"url": "http://example.com"}""", "authentication_token is missing")]
    public void Parameters_that_cannot_be_used_are_named(string parameters, string complaint)
        => Assert.Contains(complaint, Assert.Throws<BotConfigurationException>(() => LookupFixture.Create(Module, parameters, BotServices.Default)).Message, StringComparison.Ordinal);

    private static Task<string> RunAsync(LoopbackServer server, string json)
        => LookupFixture.RunAsync(Module, Parameters.Replace("SERVER", server.Url, StringComparison.Ordinal), new BotServices { Http = LookupFixture.Client }, json);
}
