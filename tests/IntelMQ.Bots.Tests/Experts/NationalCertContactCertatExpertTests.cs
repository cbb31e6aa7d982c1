using IntelMQ.Bots.Tests.Support;

namespace IntelMQ.Bots.Tests.Experts;

public sealed class NationalCertContactCertatExpertTests
{
    private const string Module = "intelmq.bots.experts.national_cert_contact_certat.expert";
    private const string Ip = """{"source.ip": "192.0.2.1"}""";

    [Theory]
    [InlineData("{}", Ip, "192.0.2.1;AT;x;Cert@example.com\n", "{'source.abuse_contact': 'cert@example.com', 'source.geolocation.cc': 'AT', 'source.ip': '192.0.2.1'}")]
    [InlineData("{}", Ip, " \n", "{'source.ip': '192.0.2.1'}")]
    [InlineData("{}", Ip, "192.0.2.1;;;", "{'source.ip': '192.0.2.1'}")]
    [InlineData("{}", """{"source.geolocation.cc": "DE", "source.abuse_contact": "a@example.com", "source.ip": "192.0.2.1"}""", "192.0.2.1;AT;x;b@example.com,a@example.com", "{'source.abuse_contact': 'a@example.com,b@example.com', 'source.geolocation.cc': 'DE', 'source.ip': '192.0.2.1'}")]
    [InlineData("""{"overwrite_cc": true}""", """{"source.geolocation.cc": "DE", "source.ip": "192.0.2.1"}""", "192.0.2.1;AT;x;", "{'source.geolocation.cc': 'AT', 'source.ip': '192.0.2.1'}")]
    [InlineData("{}", """{"destination.ip": "192.0.2.1"}""", "192.0.2.1;AT;x;", "{'destination.geolocation.cc': 'AT', 'destination.ip': '192.0.2.1'}")]
    [InlineData("{}", Ip, "192.0.2.1;Austria;x;no contact;new", "{'source.ip': '192.0.2.1'}")]
    public async Task Country_and_contact_are_added(string parameters, string json, string answer, string expected)
    {
        await using var server = new LoopbackServer(LoopbackAnswer.Of(200, answer));
        Assert.Equal(expected, await LookupFixture.RunAsync(Module, parameters, LookupFixture.RedirectedTo(server.Url), json));
    }

    [Theory]
    [InlineData("<p>a; b; c; d@example.com</p>")]
    [InlineData("192.0.2.1;AT")]
    public async Task What_is_no_line_of_the_service_is_a_failure(string answer)
    {
        await using var server = new LoopbackServer(LoopbackAnswer.Of(200, answer));
        await Assert.ThrowsAsync<LookupException>(() => LookupFixture.RunAsync(Module, "{}", LookupFixture.RedirectedTo(server.Url), Ip));
    }

    [Theory]
    [InlineData("true", "on")]
    [InlineData("false", "off")]
    public async Task The_filter_is_the_matter_of_the_service(string filter, string expected)
    {
        await using var server = new LoopbackServer(LoopbackAnswer.Of(200, ""));
        await LookupFixture.RunAsync(Module, $$"""{"filter": {{filter}}}""", LookupFixture.RedirectedTo(server.Url), Ip);
        LoopbackRequest request = Assert.Single(server.Requests);
        Assert.Equal($"/cgi-bin/abuse-nationalcert.pl?ip=192.0.2.1&bFilter={expected}&bShowNationalCERT=on&sep=semicolon", request.Path);
        Assert.Equal("contacts.cert.at", request.Headers["X-Asked-Host"]);
    }

    [Fact]
    public Task What_fails_is_an_exception() => LookupFixture.AssertFailsInEveryWayAsync(Module, """{"http_timeout_sec": 1}""", Ip, static url => LookupFixture.RedirectedTo(url));

    [Fact]
    public async Task Half_a_failure_leaves_it_to_the_host_to_undo()
    {
        int asked = 0;
        await using var server = new LoopbackServer(_ => LoopbackAnswer.Of(++asked == 1 ? 200 : 500, "192.0.2.1;AT;x;"));
        await Assert.ThrowsAsync<LookupException>(() => LookupFixture.RunAsync(Module, "{}", LookupFixture.RedirectedTo(server.Url), """{"source.ip": "192.0.2.1", "destination.ip": "192.0.2.2"}"""));
    }

    [Fact]
    public Task Without_a_client_the_bot_says_so() => LookupFixture.AssertNamesWhatIsMissingAsync(Module, "{}", "BotServices.Http");
}
