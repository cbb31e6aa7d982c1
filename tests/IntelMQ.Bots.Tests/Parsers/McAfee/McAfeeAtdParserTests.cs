using IntelMQ.Bots.Parsers.McAfee;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Parsers.McAfee;

public sealed class McAfeeAtdParserTests
{
    private const string Sample = """
        {
          "Summary": {
            "Subject": {"Name": "Sample.exe", "md5": "0123456789ABCDEF0123456789ABCDEF", "sha-1": "", "sha-256": "N/A", "size": "1"},
            "Verdict": {"Severity": "5"},
            "Files": [{"Name": "other.exe", "Md5": "FEDCBA9876543210FEDCBA9876543210", "FileType": "0"}],
            "Urls": [{"Url": "CC.EXAMPLE.COM", "Port": "80"}, {"Url": "http://cc.example.com/x", "Name": "ignored.exe"}],
            "Ips": [{"Ipv4": "192.0.2.4", "Port": "12345"}, {"domain": "www.example.org", "hostname": "www.example.net"}]
          }
        }
        """;

    [Fact]
    public void A_sample_and_what_it_used_become_events() => Snapshot.Verify(Parser().Parse(Sample));

    [Fact]
    public void Anything_is_taken() => Parser().TakesAnything(Sample);

    [Theory]
    [InlineData("5", 5, 6)]
    [InlineData("6", 6, 6)]
    [InlineData("3", 4, 0)]
    [InlineData("-1", 0, 0)]
    public void Harmless_samples_make_no_events(string severity, int wanted, int events)
    {
        var parser = new McAfeeAtdParser(new McAfeeAtdParserOptions { VerdictSeverity = wanted });
        ParseResult result = parser.Parse(Sample.Replace("\"Severity\": \"5\"", $"\"Severity\": {severity}", StringComparison.Ordinal));
        Assert.Equal(events, result.Events.Count);
        Assert.Empty(result.Failures);
    }

    [Theory]
    [InlineData("\"md5\"", "\"MD5\"", "")]
    [InlineData("\"Severity\": \"5\"", "\"Severity\": \"high\"", "extra.severity")]
    [InlineData("\"Verdict\"", "\"Other\"", "")]
    [InlineData("192.0.2.4", "no address", "extra.ipv4")]
    [InlineData("\"12345\"", "\"many\"", "extra.port")]
    [InlineData("{\"Ipv4\"", "5, {\"Ipv4\"", "extra.ips")]
    [InlineData("{\"Ipv4\"", "{\"New\": {\"a\": 1}, \"Ipv4\"", "extra.new")]
    [InlineData("\"Urls\": [", "\"Urls\": \"x\", \"Other\": [", "extra.urls")]
    public void What_is_not_known_or_does_not_fit_is_kept(string part, string replacement, string field)
    {
        ParseResult result = Parser().Parse(Sample.Replace(part, replacement, StringComparison.Ordinal));
        Assert.NotEmpty(result.Events);
        Assert.Empty(result.Failures);
        Assert.True(field.Length == 0 || result.Events.Any(message => message.Contains(field)));
    }

    [Theory]
    [InlineData("\"Subject\"", "\"Other\"")]
    public void What_is_broken_fails_the_report(string part, string replacement)
    {
        McAfeeAtdParser parser = Parser();
        ParseResult result = parser.Parse(Sample.Replace(part, replacement, StringComparison.Ordinal));
        Assert.Empty(result.Events);
        parser.FailsAgain(Assert.Single(result.Failures));
    }

    private static McAfeeAtdParser Parser() => new(new McAfeeAtdParserOptions());
}
