using System.Net;
using System.Text;
using IntelMQ.Bots;
using IntelMQ.Bots.Experts;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.State;
using IntelMQ.Testing;

namespace IntelMQ.Redis.Tests;

// Look-ups here and in Python read and write the same answers.
public sealed class SharedAnswersTests : IDisposable
{
    private const string Stat = "https://stat.ripe.net/data/abuse-contact-finder/data.json?resource=";

    private readonly RedisProgram _server = RedisProgram.Start();

    public static TheoryData<string> Cases => [.. SharedAnswersConformance.Cases.Select(static one => one.Name)];

    public void Dispose() => _server.Dispose();

    [RedisTheory]
    [MemberData(nameof(Cases))]
    public async Task The_cache_fulfils(string name)
    {
        await using var caches = new RedisAnswerCaches();
        await SharedAnswersConformance.Cases.Single(one => one.Name == name).RunAsync(_ => new(caches.Open(new SharedCache("127.0.0.1", _server.Port, 7, null))));
    }

    [RedisFact]
    public async Task A_name_that_Python_knows_is_not_asked_for_and_a_new_one_is_kept_for_it()
    {
        await using var caches = new RedisAnswerCaches();
        using var services = new TestServices { Caches = caches };
        services.Dns.Pointers(IPAddress.Parse("192.0.2.2"), "new.example.com");
        _server.Call(7, "SET", "11000000000000000000001000000001", "known.example.com.", "EX", "100");
        await using var expert = new ReverseDnsExpert(new ReverseDnsExpertOptions { Cache = { RedisCacheHost = "127.0.0.1", RedisCachePort = _server.Port } }, services.Services);
        Event message = Read("""{"source.ip": "192.0.2.1", "destination.ip": "192.0.2.2"}""");

        await expert.ProcessAsync(message, default);

        Assert.Equal("known.example.com", message["source.reverse_dns"].ToString());
        Assert.Equal("new.example.com", message["destination.reverse_dns"].ToString());
        Assert.Equal("PTR 192.0.2.2", Assert.Single(services.Dns.Questions));
        Assert.Equal(["new.example.com."], _server.Call(7, "GET", "11000000000000000000001000000010"));
        Assert.InRange(int.Parse(_server.Call(7, "TTL", "11000000000000000000001000000010")[0], System.Globalization.CultureInfo.InvariantCulture), 86000, 86400);
    }

    [RedisFact]
    public async Task That_there_is_no_name_is_shared_too_but_no_key_that_IPv4_and_IPv6_have_in_common()
    {
        await using var caches = new RedisAnswerCaches();
        using var services = new TestServices { Caches = caches };
        await using var expert = new ReverseDnsExpert(new ReverseDnsExpertOptions { Cache = { RedisCacheHost = "127.0.0.1", RedisCachePort = _server.Port } }, services.Services);

        await expert.ProcessAsync(Read("""{"source.ip": "192.0.2.1", "destination.ip": "::c000:202"}"""), default);

        Assert.Equal(["11000000000000000000001000000001"], _server.Call(7, "KEYS", "*"));
        Assert.Equal(["__dns-exception"], _server.Call(7, "GET", "11000000000000000000001000000001"));
    }

    [RedisFact]
    public async Task Contacts_of_RIPE_are_lists_in_JSON_or_a_word_for_none()
    {
        await using var caches = new RedisAnswerCaches();
        using var services = new TestServices { Caches = caches };
        services.Http.OnGet(Stat + "192.0.2.1", """{"data": {"abuse_contacts": ["a@example.com", "b@example.com"]}}""").OnGet(Stat + "192.0.2.2", """{"data": {}}""");
        _server.Call(10, "SET", "stat:64496", """["as@example.com", "no address"]""");
        _server.Call(10, "SET", "stat:64497", "not JSON");
        services.Http.OnGet(Stat + "64497", """{"data": {"abuse_contacts": ["c@example.com"]}}""");
        await using var expert = new RipeExpert(
            new RipeExpertOptions { QueryRipeDbAsn = false, QueryRipeDbIp = false, QueryRipeStatGeolocation = false, Cache = { RedisCacheHost = "127.0.0.1", RedisCachePort = _server.Port } },
            services.Services);
        await expert.StartAsync(default);
        Event message = Read("""{"source.ip": "192.0.2.1", "source.asn": 64496, "destination.ip": "192.0.2.2", "destination.asn": 64497}""");

        await expert.ProcessAsync(message, default);

        Assert.Equal("as@example.com,a@example.com,b@example.com", message["source.abuse_contact"].ToString());
        Assert.Equal("c@example.com", message["destination.abuse_contact"].ToString());
        Assert.Equal(["""["a@example.com","b@example.com"]"""], _server.Call(10, "GET", "stat:192.0.2.1"));
        Assert.Equal(["__no_contact"], _server.Call(10, "GET", "stat:192.0.2.2"));
    }

    [RedisFact]
    public async Task A_server_that_is_gone_costs_no_event()
    {
        await using var caches = new RedisAnswerCaches();
        using var services = new TestServices { Caches = caches };
        services.Dns.Pointers(IPAddress.Parse("192.0.2.1"), "a.example.com");
        await using var expert = new ReverseDnsExpert(new ReverseDnsExpertOptions { Cache = { RedisCacheHost = "127.0.0.1", RedisCachePort = _server.Port } }, services.Services);
        _server.Kill();
        Event message = Read("""{"source.ip": "192.0.2.1"}""");

        await expert.ProcessAsync(message, default);

        Assert.Equal("a.example.com", message["source.reverse_dns"].ToString());
        Assert.Contains($"Redis at 127.0.0.1:{_server.Port} cannot be reached.", Assert.Single(services.Logs.AtLeast(Microsoft.Extensions.Logging.LogLevel.Warning)).Message, StringComparison.Ordinal);
    }

    private static Event Read(string json)
    {
        Assert.True(Event.TryParse(Encoding.UTF8.GetBytes(json), Schema.Default, out Event? message, out _));
        return message;
    }
}
