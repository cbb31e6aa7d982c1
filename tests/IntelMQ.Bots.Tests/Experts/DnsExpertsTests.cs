using System.Net;
using IntelMQ.Bots.Lookups;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Experts;

public sealed class DnsExpertsTests : IDisposable
{
    private const string Reverse = "intelmq.bots.experts.reverse_dns.expert";
    private const string Forward = "intelmq.bots.experts.gethostbyname.expert";
    private const string Abusix = "intelmq.bots.experts.abusix.expert";
    private const string Zone = "1.2.0.192.abuse-contacts.abusix.org";

    private static readonly IPAddress Address = IPAddress.Parse("192.0.2.1");

    private readonly TestServices _services = new();

    public void Dispose() => _services.Dispose();

    [Theory]
    [InlineData(Reverse)]
    [InlineData(Forward)]
    [InlineData(Abusix)]
    public Task Without_a_resolver_the_bot_says_so(string module) => LookupFixture.AssertNamesWhatIsMissingAsync(module, "{}", "BotServices.Dns");

    [Theory]
    [InlineData("false", "old.example.com")]
    [InlineData("true", "host_1.example.com")]
    public async Task The_first_name_that_is_one_is_taken(string overwrite, string destination)
    {
        _services.Dns.Pointers(Address, ".", "192.0.2.1.", "host_1.example.com.", "b.example.com.");
        Assert.Equal(
            $"{{'destination.ip': '192.0.2.1', 'destination.reverse_dns': '{destination}', 'source.ip': '192.0.2.1', 'source.reverse_dns': 'host_1.example.com'}}",
            await RunAsync(Reverse, $$"""{"overwrite": {{overwrite}}}""", """{"source.ip": "192.0.2.1", "destination.ip": "192.0.2.1", "destination.reverse_dns": "old.example.com"}"""));
        Assert.Single(_services.Dns.Questions);
    }

    [Theory]
    [InlineData("no name", 100)]
    [InlineData("no answer", 10)]
    [InlineData("no host name", 10)]
    public async Task That_there_is_no_name_is_kept_for_its_time(string how, int seconds)
    {
        if (how == "no answer")
            _services.Dns.NoAnswer("192.0.2.1", "timed out");
        else if (how == "no host name")
            _services.Dns.Pointers(Address, "1.2.3.4.");
        await using AsyncExpert bot = LookupFixture.Create(Reverse, """{"redis_cache_ttl": 100, "cache_ttl_invalid_response": 10}""", _services.Services);
        foreach (int advance in new[] { 0, seconds - 1, 1 })
        {
            _services.Clock.Advance(TimeSpan.FromSeconds(advance));
            var message = Events.With("source.ip", "\"192.0.2.1\"");
            await bot.ProcessAsync(message, default);
            Assert.Equal("{'source.ip': '192.0.2.1'}", Events.Flat(message));
        }

        Assert.Equal(2, _services.Dns.Questions.Count);
    }

    [Fact]
    public async Task A_resolver_that_never_answers_is_given_up()
    {
        var services = new BotServices { Dns = new SilentResolver(), Time = _services.Clock };
        await using AsyncExpert bot = LookupFixture.Create(Forward, "{}", services);
        Task<Verdict> waiting = bot.ProcessAsync(Events.With("source.fqdn", "\"example.com\""), default).AsTask();
        _services.Clock.Advance(TimeSpan.FromSeconds(31));
        await Assert.ThrowsAsync<LookupException>(() => waiting);
    }

    [Theory]
    [InlineData("""{"source.fqdn": "example.com"}""", "{}", "192.0.2.1")]
    [InlineData("""{"source.url": "http://user@example.com:80/"}""", "{}", "192.0.2.1")]
    [InlineData("""{"source.url": "http://example.com/"}""", """{"fallback_to_url": false}""", null)]
    [InlineData("""{"source.url": "http://198.51.100.1/"}""", "{}", null)]
    [InlineData("""{"source.fqdn": "zero.example.com"}""", "{}", null)]
    [InlineData("""{"source.fqdn": "no.example.com"}""", "{}", null)]
    [InlineData("""{"source.fqdn": "broken.example.com"}""", """{"gaierrors_to_ignore": "-3"}""", null)]
    [InlineData("""{"source.fqdn": "broken.example.com"}""", """{"gaierrors_to_ignore": [-3, "-7"]}""", null)]
    [InlineData("""{"source.fqdn": "example.com", "source.ip": "198.51.100.1"}""", "{}", "198.51.100.1")]
    [InlineData("""{"source.fqdn": "example.com", "source.ip": "198.51.100.1"}""", """{"overwrite": true}""", "192.0.2.1")]
    [InlineData("""{"source.fqdn": "no.example.com", "source.ip": "198.51.100.1"}""", """{"overwrite": true}""", "198.51.100.1")]
    [InlineData("""{"comment": "x"}""", "{}", null)]
    public async Task The_first_IPv4_address_is_taken(string json, string parameters, string? expected)
    {
        _services.Dns.Addresses("example.com", IPAddress.Parse("2001:db8::1"), Address, IPAddress.Parse("192.0.2.2"))
            .Addresses("zero.example.com", IPAddress.Any)
            .NoAnswer("broken.example.com", "timed out");
        var message = Events.Of((await RunAsync(Forward, parameters, json)).Replace('\'', '"'));
        Assert.Equal(expected ?? "", message["source.ip"].ToString());
    }

    [Fact]
    public async Task That_no_answer_comes_is_a_failure()
    {
        _services.Dns.NoAnswer("example.com", "timed out").NoAnswer(Zone, "timed out");
        await Assert.ThrowsAsync<LookupException>(() => RunAsync(Forward, "{}", """{"source.fqdn": "example.com"}"""));
        await Assert.ThrowsAsync<LookupException>(() => RunAsync(Abusix, "{}", """{"source.ip": "192.0.2.1"}"""));
    }

    [Theory]
    [InlineData("a@example.com", "a@example.com")]
    [InlineData("\"A@example.com,b@example.com\"", "a@example.com,b@example.com")]
    [InlineData("a@example", "second@example.com")]
    [InlineData("@example.com", "second@example.com")]
    [InlineData("a@b@example.com", "second@example.com")]
    [InlineData("see example.com", "second@example.com")]
    public async Task Of_the_texts_of_Abusix_the_first_that_is_a_contact_is_taken(string text, string expected)
    {
        _services.Dns.Texts(Zone, text, "second@example.com");
        var message = Events.Of((await RunAsync(Abusix, "{}", """{"source.ip": "192.0.2.1"}""")).Replace('\'', '"'));
        Assert.Equal(expected, message["source.abuse_contact"].ToString());
    }

    [Theory]
    [InlineData("false", "old@example.com", 1)]
    [InlineData("true", "new@example.com", 2)]
    public async Task Contacts_that_are_there_are_replaced_where_asked(string overwrite, string expected, int questions)
    {
        const string Six = "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.abuse-contacts.abusix.org";
        _services.Dns.Texts(Zone, "new@example.com").Texts(Six, "six@example.com");
        string result = await RunAsync(Abusix, $$"""{"overwrite": {{overwrite}}}""", """{"source.ip": "192.0.2.1", "source.abuse_contact": "old@example.com", "destination.ip": "2001:db8::1"}""");
        Assert.Contains($"'source.abuse_contact': '{expected}'", result, StringComparison.Ordinal);
        Assert.Contains("'destination.abuse_contact': 'six@example.com'", result, StringComparison.Ordinal);
        Assert.Equal(questions, _services.Dns.Questions.Count);
    }

    private Task<string> RunAsync(string module, string parameters, string json) => LookupFixture.RunAsync(module, parameters, _services.Services, json);

    private sealed class SilentResolver : IDnsResolver
    {
        public async Task<IReadOnlyList<IPAddress>> ResolveAddressesAsync(string name, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, CancellationToken.None);
            return [];
        }

        public Task<IReadOnlyList<string>> ResolvePointersAsync(IPAddress address, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<string>> ResolveTextsAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
