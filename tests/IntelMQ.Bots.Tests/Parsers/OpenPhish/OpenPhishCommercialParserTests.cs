using IntelMQ.Bots.Parsers.OpenPhish;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Failures;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Parsers.OpenPhish;

public sealed class OpenPhishCommercialParserTests
{
    private const string Sample = """
        {"sector": "Financial", "ssl_cert_issued_by": "Example CA", "screenshot": "https://img.example.com/1.jpg", "url": "https://www.example.com/login", "ip": "192.0.2.4", "brand": "Example Bank", "isotime": "2024-03-22T05:06:25Z", "asn_name": "EXAMPLE", "discover_time": "22-03-2024 05:06:25 UTC", "emails": ["user@example.com"], "ssl_cert_issued_to": "www.example.com", "family_id": "f1", "host": "www.example.com", "ssl_cert_serial": "0A", "country_code": "AT", "tld": "com", "country_name": "Austria", "phishing_kit": null, "page_language": "en", "asn": "AS64496"}
        {"url": "http://192.0.2.5/", "host": "192.0.2.5", "isotime": "", "discover_time": "22-03-2024 05:06:25 UTC", "emails": [], "asn": "ASN", "country_code": "nowhere", "unknown": 1}
        {"url": "http://192.0.2.6/", "isotime": "some day", "discover_time": "22-03-2024 05:06:25 UTC", "asn": "64497"}
        {"url": "no url"}
        {"url": "http://192.0.2.7/", "isotime": 5}
        {"url": "http://192.0.2.8/",

        {}
        """;

    [Fact]
    public void Rows_become_events() => Snapshot.Verify(Parser().Parse(Sample));

    [Fact]
    public void What_is_broken_fails_again()
    {
        OpenPhishCommercialParser parser = Parser();
        ParseResult result = parser.Parse(Sample);
        Assert.Equal(3, result.Failures.Count);
        foreach (Failure failure in result.Failures)
            parser.FailsAgain(failure);
    }

    [Fact]
    public void Anything_is_taken() => Parser().TakesAnything(Sample);

    private static OpenPhishCommercialParser Parser() => new(new PlainParserOptions());
}
