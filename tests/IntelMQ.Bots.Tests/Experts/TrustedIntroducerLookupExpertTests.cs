using IntelMQ.Bots.Tests.Support;
using IntelMQ.Testing;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Bots.Tests.Experts;

public sealed class TrustedIntroducerLookupExpertTests : IDisposable
{
    private const string Module = "intelmq.bots.experts.trusted_introducer_lookup.expert";
    private const string Directory = "https://www.trusted-introducer.org/directory/teams.json";
    private const string Teams = """
        [
            5,
            {"emails": [{"usage": ["other"], "address": "other@example.com"}, {"usage": ["x", "contact"], "address": "team@example.com"}], "constituency": {"domains": ["example.com", "*.example.net", "a.*"], "asns": [64496, "64497", {}]}},
            {"emails": [{"usage": ["contact"], "address": "sub@example.com"}], "constituency": {"domains": ["sub.example.com"], "asns": [64498]}},
            {"emails": [], "constituency": {"domains": ["www.sub.example.com"], "asns": [64496]}},
            {"constituency": []}
        ]
        """;

    private readonly TestServices _services = new();

    public void Dispose() => _services.Dispose();

    [Theory]
    [InlineData("\"source.fqdn\": \"example.com\"", "{}", "team@example.com")]
    [InlineData("\"source.fqdn\": \"www.sub.example.com\"", "{}", "sub@example.com")]
    [InlineData("\"source.fqdn\": \"a.b.example.net\"", "{}", "team@example.com")]
    [InlineData("\"source.fqdn\": \"example.org\", \"source.asn\": 64498", "{}", "sub@example.com")]
    [InlineData("\"source.fqdn\": \"example.com\", \"source.asn\": 64498", "{}", "team@example.com")]
    [InlineData("\"source.fqdn\": \"example.com\", \"source.asn\": 64498", """{"order": "asn,domain"}""", "sub@example.com")]
    [InlineData("\"source.fqdn\": \"example.com\"", """{"overwrite": false}""", "old@example.com")]
    [InlineData("\"source.asn\": 64497", "{}", "old@example.com")]
    [InlineData("\"comment\": \"x\"", "{}", "old@example.com")]
    public async Task The_contact_of_the_team_is_added(string fields, string parameters, string expected)
    {
        _services.Http.OnGet(Directory, Teams);
        string result = await LookupFixture.RunAsync(Module, parameters, _services.Services, "{\"source.abuse_contact\": \"old@example.com\", " + fields + "}");
        Assert.Contains($"'source.abuse_contact': '{expected}'", result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_directory_is_fetched_once_a_day_and_the_old_one_serves_meanwhile()
    {
        _services.Http.OnGet(Directory, Teams).OnGet(Directory, "broken").OnGet(Directory, "[]");
        await using AsyncExpert bot = LookupFixture.Create(Module, "{}", _services.Services);
        await bot.StartAsync(default);
        foreach ((double hours, bool isFound, int requests) in new[] { (23.9, true, 1), (0.2, true, 2), (0.9, true, 2), (0.2, false, 3) })
        {
            _services.Clock.Advance(TimeSpan.FromHours(hours));
            var message = Events.With("source.fqdn", "\"example.com\"");
            await bot.ProcessAsync(message, default);
            Assert.Equal(isFound, message.Contains("source.abuse_contact"));
            Assert.Equal(requests, _services.Http.Requests.Count);
        }

        Assert.Single(_services.Logs.AtLeast(LogLevel.Warning));
    }

    [Fact]
    public async Task Without_the_directory_the_bot_does_not_start()
    {
        foreach (LoopbackAnswer failure in LookupFixture.Failures.Values.Append(LoopbackAnswer.Json("{}")))
        {
            await using var server = new LoopbackServer(failure);
            await using AsyncExpert bot = LookupFixture.Create(Module, """{"http_timeout_sec": 1}""", LookupFixture.RedirectedTo(server.Url));
            Assert.Contains("directory of teams", (await Assert.ThrowsAsync<BotConfigurationException>(() => bot.StartAsync(default).AsTask())).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_unknown_order_is_refused()
        => Assert.Throws<BotConfigurationException>(() => LookupFixture.Create(Module, """{"order": "ip"}""", BotServices.Default));

    [Fact]
    public Task Without_a_client_the_bot_says_so() => LookupFixture.AssertNamesWhatIsMissingAsync(Module, "{}", "BotServices.Http");
}
