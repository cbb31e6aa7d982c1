using IntelMQ.Bots.Parsers.CleanMx;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Parsers.CleanMx;

public sealed class CleanMxParserTests
{
    private const string PhishingUrl = "http://www.example.com/clean-mx/xmlphishing?response=alive";
    private const string VirusesUrl = "http://www.example.com/clean-mx/xmlviruses?response=alive";

    private const string Phishing = """
        <?xml version="1.0" encoding="iso-8859-15"?>
        <output>
        <response><error>0</error></response>
        <entries>
        <entry>
            <line>1</line><id>11</id><first>1708011302</first><last>0</last><phishtank>5</phishtank><target><![CDATA[Some & Co]]></target>
            <url><![CDATA[http://www.example.com/?a=1&b=2]]></url><recent>up</recent><response>alive</response><ip>192.0.2.1</ip><review>192.0.2.2</review>
            <domain>www.example.com</domain><country>AT</country><source>RIPE</source><email>abuse@example.com</email><inetnum>192.0.2.0 - 192.0.2.255</inetnum>
            <netname>EX&#65;MPLE</netname><descr>-</descr><ns1>undef</ns1><ns3></ns3><ns4/><unknown/>
        </entry>
        <entry><domain>198.51.100.1</domain><ip>www.example.net</ip><recent>toggle</recent></entry>
        <entry><unknown>x</unknown></entry>
        <entry><first>today</first></entry>
        <entry><ip>192.0.2.1</ip><ip>192.0.2.2</ip></entry>
        <entry/>
        </entries>
        </output>
        """;

    private const string Viruses = """
        <output><entries>
        <entry><line>1</line><first>1708011302</first><md5>d41d8cd98f00b204e9800998ecf8427e</md5><virusname>Some.Thing</virusname><url>http://www.example.com/x.exe</url>
            <recent>down</recent><as>as64496, as64497</as><source>RIPE</source><vt_score>1/60 (2%)</vt_score></entry>
        <entry><as>ASNA</as></entry>
        <entry><as>64498</as></entry>
        <entry><as>none</as></entry>
        </entries></output>
        """;

    [Fact]
    public void Phishing_sites_become_events()
    {
        CleanMxParser parser = Parser();
        ParseResult result = parser.Parse(Phishing, PhishingUrl);
        Snapshot.Verify(result);
        Assert.Equal(3, result.Failures.Count);
        Assert.All(result.Failures, parser.FailsAgain);
    }

    [Fact]
    public void Viruses_become_events()
    {
        CleanMxParser parser = Parser();
        ParseResult result = parser.Parse(Viruses, VirusesUrl);
        Snapshot.Verify(result);
        Assert.Empty(result.Failures);
    }

    [Theory]
    [InlineData(Viruses, null, 4)]
    [InlineData(Viruses, "http://www.example.com/xmlviruses?format=csv", 1)]
    [InlineData("<output><entry></output>", VirusesUrl, 1)]
    [InlineData("<!DOCTYPE o [<!ENTITY a \"aaaa\">]><o><entry><id>&a;</id></entry></o>", VirusesUrl, 1)]
    public void What_cannot_be_read_fails(string text, string? url, int failures)
    {
        CleanMxParser parser = Parser();
        ParseResult result = parser.Parse(text, url);
        Assert.Empty(result.Events);
        Assert.Equal(failures, result.Failures.Count);
        Assert.All(result.Failures, parser.FailsAgain);
    }

    [Fact]
    public void Anything_is_taken() => Parser().TakesAnything(Phishing, PhishingUrl);

    private static CleanMxParser Parser() => new(new PlainParserOptions());
}
