using IntelMQ.Bots.Lookups;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Experts;

public sealed class CymruWhoisExpertTests : IDisposable
{
    private const string Module = "intelmq.bots.experts.cymru_whois.expert";
    private const string Origin = "1.2.0.192.origin.asn.cymru.com";
    private const string Name = "AS64496.asn.cymru.com";
    private const string Ip = """{"source.ip": "192.0.2.1"}""";

    private readonly TestServices _services = new();

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task The_record_of_the_smallest_network_is_taken()
    {
        _services.Dns
            .Texts(Origin, "64497 | NA | DE | arin | 2001-01-01", "64498 | 192.0.0.0/16 | DE | arin | 2001-01-01", "64496 64499 | 192.0.2.0/24 | AT | ripencc | 1990-06-01", "64500 | 192.0.2.0/24 | FR | arin |")
            .Texts(Name, "64496 | AT | ripencc | 1990-06-01 | EXAMPLE, AT", "64496 | AT | ripencc | 1990-06-01 | SECOND");
        Assert.Equal(
            "{'source.allocated': '1990-06-01T00:00:00+00:00', 'source.as_name': 'EXAMPLE, AT', 'source.asn': 64496, 'source.geolocation.cc': 'AT', 'source.ip': '192.0.2.1', 'source.network': '192.0.2.0/24', 'source.registry': 'RIPE'}",
            await RunAsync("{}", Ip));
    }

    [Theory]
    [InlineData("NA | NA | NA | other | NA", "{'source.ip': '192.0.2.1'}")]
    [InlineData(" | 192.0.2.0/24 | ?? | nobody | yesterday", "{'source.ip': '192.0.2.1', 'source.network': '192.0.2.0/24'}")]
    [InlineData("x | \"192.0.2.0/24\" | AT", "{'source.ip': '192.0.2.1'}")]
    [InlineData("", "{'source.ip': '192.0.2.1'}")]
    [InlineData("||||||||", "{'source.ip': '192.0.2.1'}")]
    public async Task Odd_records_give_what_they_can(string record, string expected)
    {
        _services.Dns.Texts(Origin, record);
        Assert.Equal(expected, await RunAsync("{}", Ip));
    }

    [Theory]
    [InlineData("Ünïversität", "Ünïversität")]
    [InlineData("\u00C3\u009Cniversit\u00C3\u00A4t", "Üniversität")]
    [InlineData("Č", "Č")]
    [InlineData("\"quoted\"", "quoted")]
    public async Task Names_that_were_encoded_twice_are_repaired(string name, string expected)
    {
        _services.Dns.Texts(Origin, "64496 | 192.0.2.0/24 | AT | ripencc | 1990-06-01").Texts(Name, $"64496 | AT | ripencc | 1990-06-01 | {name}");
        Assert.Contains($"'source.as_name': '{expected}'", await RunAsync("{}", Ip), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("false", 64511)]
    [InlineData("true", 64496)]
    public async Task What_is_there_is_replaced_where_asked(string overwrite, int expected)
    {
        _services.Dns.Texts(Origin, "64496 | NA | NA | NA | NA");
        Assert.Equal($"{{'source.asn': {expected}, 'source.ip': '192.0.2.1'}}", await RunAsync($$"""{"overwrite": {{overwrite}}}""", """{"source.ip": "192.0.2.1", "source.asn": 64511}"""));
    }

    [Fact]
    public async Task Addresses_of_both_sides_and_versions_are_asked_for_once()
    {
        await using AsyncExpert bot = LookupFixture.Create(Module, """{"redis_cache_ttl": 60}""", _services.Services);
        for (int i = 0; i < 2; i++)
            await bot.ProcessAsync(Events.Of("""{"source.ip": "192.0.2.1", "destination.ip": "2001:db8::1"}"""), default);
        Assert.Equal(["TXT " + Origin, "TXT 1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.origin6.asn.cymru.com"], _services.Dns.Questions);
    }

    [Theory]
    [InlineData(Origin)]
    [InlineData(Name)]
    public async Task That_no_answer_comes_is_a_failure_and_not_kept(string name)
    {
        _services.Dns.Texts(Origin, "64496 | 192.0.2.0/24 | AT | ripencc | 1990-06-01").NoAnswer(name, "timed out");
        await using AsyncExpert bot = LookupFixture.Create(Module, "{}", _services.Services);
        for (int i = 1; i <= 2; i++)
        {
            var message = Events.Of(Ip);
            await Assert.ThrowsAsync<LookupException>(() => bot.ProcessAsync(message, default).AsTask());
            Assert.Equal("{'source.ip': '192.0.2.1'}", Events.Flat(message));
            Assert.Equal(i, _services.Dns.Questions.Count(question => question == "TXT " + name));
        }
    }

    [Fact]
    public Task Without_a_resolver_the_bot_says_so() => LookupFixture.AssertNamesWhatIsMissingAsync(Module, "{}", "BotServices.Dns");

    private Task<string> RunAsync(string parameters, string json) => LookupFixture.RunAsync(Module, parameters, _services.Services, json);
}
