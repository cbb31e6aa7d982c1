using IntelMQ.Bots.Parsers.Spamhaus;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Parsers.Spamhaus;

public sealed class SpamhausCertParserTests
{
    private const string Url = "https://portal.example.com/cert/api.php?cert=example&key=secret";

    private const string Sample = """
        ; ip, asn, country, lastseen, botname, domain, remote_ip, remote_port, local_port, protocol
        192.0.2.2,AS64496,AT,1708000000,asprox,,,25,,tcp
        192.0.2.3,AS64496,AT,1708000001,Patcher,sink.example.com,198.51.100.19,80,1036,tcp
        192.0.2.4,?,?,1708000002,iotmirai,-,?,?,?,?
        192.0.2.5,AS64496,AT,1708000003,iotrdp,198.51.100.6,,3389,,tcp
        192.0.2.5,AS64496,AT,1708000003,openrelay,198.51.100.6,,25,,tcp
        192.0.2.6,AS64496,AT,1708000004,sshauth,,198.51.100.15,22,,tcp
        192.0.2.6,AS64496,AT,1708000004,w_wplogin,,,80,,tcp
        192.0.2.7,AS64496,AT,1708000005,auto,198.51.100.7,198.51.100.7,80,1430,tcp
        192.0.2.8,AS64496,AT,1708000006,l_spamlink,http://example.com/,http://example.com/,,192.0.2.8:1660:darkmailer2,tcp
        192.0.2.9,AS64496,AT,1708000007,proxyget,198.51.100.9:8080,198.51.100.9,8080,40625,tcp
        192.0.2.9,AS64496,AT,1708000007,iotscan,-,198.51.100.10,23,57090,tcp
        192.0.2.9,AS64496,AT,1708000007,iotscan,-,198.51.100.10,80,57090,tcp
        192.0.2.10,AS64496,AT,1708000008,extortion,,,25,,tcp
        192.0.2.10,AS64496,AT,1708000009,misc,,,587,,tcp
        192.0.2.300,AS64496,AT,1708000009,misc,,,25,,tcp
        192.0.2.10,AS64496,AT,yesterday,misc,,,25,,tcp
        192.0.2.10,AS64496,AT,1708000009.5,misc,,,25,,tcp
        192.0.2.10,AS64496,AT,1708000009,imap,,,25,many,tcp
        192.0.2.10,AS64496,AT,1708000009,l_spamlink,,,25,192.0.2.8,tcp
        192.0.2.10,AS64496,AT
        ; EOF
        """;

    [Fact]
    public void Detections_become_events()
    {
        SpamhausCertParser parser = Parser();
        ParseResult result = parser.Parse(Sample, Url);
        Snapshot.Verify(result);
        Assert.Equal(4, result.Failures.Count);
        Assert.All(result.Failures, parser.FailsAgain);
    }

    [Fact]
    public void Anything_is_taken() => Parser().TakesAnything(Sample, Url);

    private static SpamhausCertParser Parser() => new(new PlainParserOptions());
}
