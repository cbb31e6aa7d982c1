using System.Net;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Experts;

public sealed class RdapExpertTests : IDisposable
{
    private const string Module = "intelmq.bots.experts.rdap.expert";
    private const string List = "https://data.iana.org/rdap/dns.json";
    private const string Answer = """
        {"entities": [
            5,
            {"roles": ["abuse", "removed"], "vcardArray": ["vcard", [["email", {}, "text", "removed@example.com"]]]},
            {"roles": ["registrant"], "vcardArray": ["vcard", [["fn", {}, "text", "Some One"], ["email", {}, "text", "registrant@example.com"]]],
             "entities": [{"roles": ["technical"], "vcardArray": ["vcard", [["email", {}, "text", "technical@example.com"]]]}]},
            {"roles": ["administrative"], "vcardArray": ["vcard", []]}
        ]}
        """;

    private readonly TestServices _services = new();

    public RdapExpertTests()
        => _services.Http.OnGet(List, """{"services": [[["com", "example"], ["https://rdap.example.com/", "http://rdap.example.com/"]], [["co.com"], ["https://co.example.com"]], [], [5, 6]]}""");

    public void Dispose() => _services.Dispose();

    [Theory]
    [InlineData("{}", "technical@example.com")]
    [InlineData("""{"rdap_order": "administrative, registrant"}""", "registrant@example.com")]
    [InlineData("""{"rdap_order": ["abuse"]}""", "old@example.com")]
    [InlineData("""{"overwrite": false}""", "old@example.com")]
    public async Task The_first_role_with_an_address_counts(string parameters, string expected)
    {
        _services.Http.OnGet("https://rdap.example.com/domain/a.com", Answer);
        Assert.Equal($"{{'source.abuse_contact': '{expected}', 'source.fqdn': 'www.a.com'}}", await RunAsync(parameters, """{"source.fqdn": "www.a.com", "source.abuse_contact": "old@example.com"}"""));
    }

    [Theory]
    [InlineData("""["email", {}, "uri", "mailto:abuse@example.net"]""", "abuse@example.net")]
    [InlineData("""["email", {}, "uri", "MAILTO:ab%2Buse@example.net?subject=x,y"]""", "ab+use@example.net")]
    [InlineData("""["email", {}, "uri", "mailto:a@example.net,b@example.net"]""", "a@example.net,b@example.net")]
    [InlineData("""["email", {}, "text", ""], ["email", {}, "text", "a@example.net"]""", "a@example.net")]
    [InlineData("""["email", {}, "text", "a@example.net"], ["email", {}, "text", "b@example.net"], ["email", {}, "text", "A@example.net"]""", "a@example.net,b@example.net")]
    [InlineData("""["email", {}, "text", "a@example.net", "b@example.net"]""", "a@example.net,b@example.net")]
    [InlineData("""["EMAIL", {}, "text", " a@example.net "]""", "a@example.net")]
    [InlineData("""["contact-uri", {}, "uri", "mailto:a@example.net"], ["tel", {}, "uri", "tel:+1"]""", "a@example.net")]
    [InlineData("""["contact-uri", {}, "uri", "https://example.net/abuse"]""", null)]
    [InlineData("""["contact-uri", {}, "uri", "mailto:a@example.net"], ["email", {}, "text", "b@example.net"]""", "b@example.net")]
    [InlineData("""["email", {}, "text", "nobody"], ["contact-uri", {}, "uri", "mailto:a@example.net"]""", "a@example.net")]
    [InlineData("""["email", {}, "text", "a b@example.net"], ["email", {}, "text", "a@b\u0000"]""", null)]
    public async Task Every_way_to_give_an_address_is_read(string properties, string? expected)
    {
        _services.Http.OnGet("https://rdap.example.com/domain/a.com", $$"""{"entities": [{"roles": ["abuse"], "vcardArray": ["vcard", [{{properties}}]]}]}""");
        string contact = expected is null ? "" : $"'source.abuse_contact': '{expected}', ";
        Assert.Equal($"{{{contact}'source.fqdn': 'a.com'}}", await RunAsync("""{"rdap_order": ["abuse"]}""", """{"source.fqdn": "a.com"}"""));
    }

    [Fact]
    public async Task Contacts_of_one_role_are_all_given()
    {
        const string Of = """{"roles": ["abuse"], "vcardArray": ["vcard", [["email", {}, "text", "MAIL"]]]}""";
        string entities = string.Join(',', Of.Replace("MAIL", "a@example.net", StringComparison.Ordinal), Of.Replace("MAIL", "b@example.net", StringComparison.Ordinal), Of.Replace("MAIL", "A@example.net", StringComparison.Ordinal));
        _services.Http.OnGet("https://rdap.example.com/domain/a.com", $$"""{"entities": [{{entities}}, {"entities": [{{Of}}]}]}""");
        Assert.Contains("'a@example.net,b@example.net'", await RunAsync("""{"rdap_order": ["abuse"]}""", """{"source.fqdn": "a.com"}"""), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.com", "https://rdap.example.com/domain/a.com")]
    [InlineData("b.a.com", "https://rdap.example.com/domain/a.com")]
    [InlineData("x.a.com.com", "https://rdap.example.com/domain/com.com")]
    [InlineData("x.a.co.com", "https://co.example.com/domain/a.co.com")]
    [InlineData("x.a.at", "https://own.example.com/rdap/domain/a.at")]
    [InlineData("a.org", null)]
    public async Task The_longest_suffix_decides_who_is_asked_for_the_domain_below(string fqdn, string? url)
    {
        if (url is not null)
            _services.Http.OnGet(url, Answer);
        await RunAsync("""{"rdap_bootstrapped_servers": {"at": {"url": "https://own.example.com/rdap", "auth": {"type": "jwt", "token": "secret"}}}}""", $$"""{"source.fqdn": "{{fqdn}}"}""");
        Assert.Equal(url, _services.Http.Requests.Skip(1).LastOrDefault()?.Url.ToString());
        if (fqdn.EndsWith("at", StringComparison.Ordinal))
            Assert.Equal("Bearer secret", _services.Http.Requests[1].Header("Authorization"));
    }

    [Fact]
    public async Task Contacts_are_kept_and_that_there_is_none_for_an_hour()
    {
        _services.Http.OnGet("https://rdap.example.com/domain/a.com", Answer).On(HttpMethod.Get, "https://rdap.example.com/domain/b.com", CannedResponse.Of(HttpStatusCode.NotFound));
        await using AsyncExpert bot = LookupFixture.Create(Module, "{}", _services.Services);
        await bot.StartAsync(default);
        foreach (int hours in new[] { 0, 1 })
        {
            _services.Clock.Advance(TimeSpan.FromHours(hours));
            foreach (string name in new[] { "a.com", "b.com", "b.com" })
            {
                var message = Events.With("source.fqdn", $"\"{name}\"");
                await bot.ProcessAsync(message, default);
                Assert.Equal(name == "a.com", message.Contains("source.abuse_contact"));
            }
        }

        Assert.Equal(["/rdap/dns.json", "/domain/a.com", "/domain/b.com", "/domain/b.com"], _services.Http.Requests.Select(static request => request.Url.AbsolutePath));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"entities": [[], 5, {"vcardArray": ["vcard"]}]}""")]
    [InlineData("""{"entities": {"a": 1}}""")]
    [InlineData("""{"entities": [{"roles": "abuse", "vcardArray": [1, [[], 5, ["email"], {}]]}, {"roles": [1], "vcardArray": {}}]}""")]
    public async Task Odd_answers_are_answers_of_nothing(string answer)
    {
        _services.Http.OnGet("https://rdap.example.com/domain/a.com", answer);
        Assert.Equal("{'source.fqdn': 'a.com'}", await RunAsync("{}", """{"source.fqdn": "a.com"}"""));
    }

    [Fact]
    public async Task What_fails_is_an_exception()
    {
        foreach ((string name, LoopbackAnswer failure) in LookupFixture.Failures)
        {
            await using var server = new LoopbackServer(request => request.Path == "/rdap/dns.json" ? LoopbackAnswer.Json("{}") : failure);
            Exception? thrown = await Record.ExceptionAsync(() => LookupFixture.RunAsync(
                Module,
                """{"http_timeout_sec": 1, "rdap_bootstrapped_servers": {"com": "http://rdap.example.com"}}""",
                LookupFixture.RedirectedTo(server.Url),
                """{"source.fqdn": "a.com"}"""));
            Assert.True(thrown is LookupException, $"{name}: {thrown}");
        }
    }

    [Theory]
    [InlineData("status 500")]
    [InlineData("no JSON")]
    public async Task Without_the_list_of_servers_the_bot_does_not_start(string failure)
    {
        await using var server = new LoopbackServer(LookupFixture.Failures[failure]);
        await using AsyncExpert bot = LookupFixture.Create(Module, "{}", LookupFixture.RedirectedTo(server.Url));
        Assert.Contains("list of RDAP servers", (await Assert.ThrowsAsync<BotConfigurationException>(() => bot.StartAsync(default).AsTask())).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"rdap_bootstrapped_servers": {"at": "ftp://example.com"}}""")]
    [InlineData("""{"rdap_bootstrapped_servers": {"at": {"url": "http://example.com", "auth": {"type": "basic"}}}}""")]
    [InlineData("""{"rdap_bootstrapped_servers": {"at": 5}}""")]
    [InlineData("""{"rdap_order": []}""")]
    public void Parameters_that_cannot_be_used_are_refused(string parameters)
        => Assert.Throws<BotConfigurationException>(() => LookupFixture.Create(Module, parameters, BotServices.Default));

    [Fact]
    public Task Without_a_client_the_bot_says_so() => LookupFixture.AssertNamesWhatIsMissingAsync(Module, "{}", "BotServices.Http");

    private Task<string> RunAsync(string parameters, string json) => LookupFixture.RunAsync(Module, parameters, _services.Services, json);
}
