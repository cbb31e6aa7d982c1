using IntelMQ.Bots.Tests.Support;
using IntelMQ.Core.Tests.Bots;

namespace IntelMQ.Bots.Tests.Experts;

/// <summary>The experts that ask DNS with the resolver that users have, against a server on the loopback address.</summary>
public sealed class DnsServiceTests
{
    private const string Abusix = "intelmq.bots.experts.abusix.expert";
    private const string Cymru = "intelmq.bots.experts.cymru_whois.expert";
    private const string Reverse = "intelmq.bots.experts.reverse_dns.expert";
    private const string Forward = "intelmq.bots.experts.gethostbyname.expert";
    private const string Ip = """{"source.ip": "192.0.2.1"}""";
    private const string Name = """{"source.fqdn": "www.example.com"}""";

    [Theory]
    [InlineData(Abusix, Ip, "'source.abuse_contact': 'abuse@example.com'")]
    [InlineData(Cymru, Ip, "'source.as_name': 'EXAMPLE, AT', 'source.asn': 64496")]
    [InlineData(Reverse, Ip, "'source.reverse_dns': 'www.example.com'")]
    [InlineData(Forward, Name, "'source.ip': '192.0.2.1'")]
    public async Task What_the_server_answers_is_written(string module, string json, string expected)
    {
        await using var server = new LoopbackDns(Answer);
        Assert.Contains(expected, await LookupFixture.RunAsync(module, "{}", ServicesOf(server, 60), json), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Abusix, Ip)]
    [InlineData(Cymru, Ip)]
    [InlineData(Forward, Name)]
    public async Task What_fails_is_an_exception_and_leaves_the_event(string module, string json)
    {
        foreach (Func<byte[], bool, IEnumerable<byte[]>> failure in Failures)
        {
            await using var server = new LoopbackDns(failure);
            await using Bot bot = LookupFixture.CreateBot(module, "{}", ServicesOf(server));
            var message = Events.Of(json);
            await Assert.ThrowsAsync<LookupException>(() => LookupFixture.ProcessAsync(bot, message));
            Assert.Equal(Events.Flat(Events.Of(json)), Events.Flat(message));
        }
    }

    [Fact]
    public async Task That_no_name_is_found_is_no_failure_however_that_comes()
    {
        foreach (Func<byte[], bool, IEnumerable<byte[]>> failure in Failures)
        {
            await using var server = new LoopbackDns(failure);
            Assert.Equal("{'source.ip': '192.0.2.1'}", await LookupFixture.RunAsync(Reverse, "{}", ServicesOf(server), Ip));
        }
    }

    // Silence, a server that fails, bytes that are no answer, an answer that is cut short, and one whose name never ends.
    private static Func<byte[], bool, IEnumerable<byte[]>>[] Failures =>
    [
        static (_, _) => [],
        static (query, _) => [LoopbackDns.Answer(query, 2)],
        static (_, _) => [[1, 2, 3]],
        static (query, _) => [LoopbackDns.Answer(query, 0, (null, 16, [1, 65]))[..^4]],
        static (query, _) => [LoopbackDns.Answer(query, 0, ([0xC0, (byte)query.Length], 16, [1, 65]))],
    ];

    private static IEnumerable<byte[]> Answer(byte[] query, bool isTcp)
    {
        string asked = System.Text.Encoding.ASCII.GetString(query[12..^5]);
        yield return query[^3] switch
        {
            1 => LoopbackDns.Answer(query, 0, (null, 1, [192, 0, 2, 1])),
            12 => LoopbackDns.Answer(query, 0, (null, 12, LoopbackDns.Name("www.example.com"))),
            16 when asked.Contains("abusix", StringComparison.Ordinal) => LoopbackDns.Answer(query, 0, (null, 16, Text("abuse@example.com"))),
            16 when asked.Contains("origin", StringComparison.Ordinal) => LoopbackDns.Answer(query, 0, (null, 16, Text("64496 | 192.0.2.0/24 | AT | ripencc | 1990-06-01"))),
            16 => LoopbackDns.Answer(query, 0, (null, 16, Text("64496 | AT | ripencc | 1990-06-01 | EXAMPLE, AT"))),
            _ => LoopbackDns.Answer(query, 3),
        };
    }

    private static byte[] Text(string text) => [(byte)text.Length, .. System.Text.Encoding.UTF8.GetBytes(text)];

    private static BotServices ServicesOf(LoopbackDns server, double seconds = 0.2)
        => new() { Dns = new DnsResolver { Servers = [server.Server], Timeout = TimeSpan.FromSeconds(seconds), Tries = 1 } };
}
