using IntelMQ.Bots.Parsers.FireEye;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Parsers.FireEye;

public sealed class FireEyeParserTests
{
    private const string Sample = """
        <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
        <OpenIOC xmlns="http://openioc.org/schemas/OpenIOC_1.1" id="1">
            <criteria>
                <Indicator id="2" operator="OR">
                    <IndicatorItem id="3">
                        <Context document="FileItem" search="FileItem/Md5sum" type="mir"/>
                        <Content type="md5">0123456789abcdef0123456789abcdef</Content>
                    </IndicatorItem>
                    <IndicatorItem id="4">
                        <Context document="FileItem" search="FileItem/Sha256sum" type="mir"/>
                        <Content type="string">0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef</Content>
                    </IndicatorItem>
                    <Indicator id="5" operator="AND">
                        <IndicatorItem id="6">
                            <Context document="Network" search="Network/HTTP/RequestURI"/>
                            <Content type="string">/a?b=1&amp;c=2</Content>
                        </IndicatorItem>
                        <IndicatorItem id="7">
                            <Context document="Network" search="Network/HTTP/Host"/>
                            <Content type="string">192.0.2.8</Content>
                        </IndicatorItem>
                        <IndicatorItem id="8">
                            <Context document="Network" search="Network/Connection/RemotePort"/>
                            <Content type="int">8080</Content>
                        </IndicatorItem>
                        <IndicatorItem id="9">
                            <Context document="Network" search="Network/DNS"/>
                            <Content type="string">shop.example.com</Content>
                        </IndicatorItem>
                    </Indicator>
                </Indicator>
            </criteria>
        </OpenIOC>
        """;

    [Fact]
    public void A_file_and_its_connection_become_events() => Snapshot.Verify(Parser().Parse(Sample));

    [Fact]
    public void Anything_is_taken() => Parser().TakesAnything(Sample);

    [Theory]
    [InlineData("criteria", "other", 0)]
    [InlineData("FileItem/Sha256sum", "FileItem/Sha512sum", 0)]
    [InlineData("FileItem/Md5sum", "FileItem/Size", 2)]
    [InlineData("search=\"Network/", "search=\"Registry/", 1)]
    [InlineData("Network/DNS", "Network/Other", 2)]
    [InlineData("192.0.2.8", "shop.example.com", 2)]
    [InlineData("8080", "many", 2)]
    [InlineData("search=\"FileItem/Md5sum\"", "", 2)]
    [InlineData("<Context document=\"Network\" search=\"Network/DNS\"/>", "", 2)]
    [InlineData("</criteria>", "<Indicator/></criteria>", 2)]
    public void Parts_may_be_absent(string part, string replacement, int events)
    {
        ParseResult result = Parser().Parse(Sample.Replace(part, replacement, StringComparison.Ordinal));
        Assert.Equal(events, result.Events.Count);
        Assert.Empty(result.Failures);
    }

    [Theory]
    [InlineData("</criteria>", "")]
    [InlineData("FileItem/Md5sum", "FileItem/Sha256sum")]
    [InlineData("<OpenIOC", "<!DOCTYPE x [<!ENTITY a \"b\">]><OpenIOC")]
    public void Broken_documents_fail_as_a_whole(string part, string replacement)
    {
        FireEyeParser parser = Parser();
        ParseResult result = parser.Parse(Sample.Replace(part, replacement, StringComparison.Ordinal));
        Assert.Empty(result.Events);
        parser.FailsAgain(Assert.Single(result.Failures));
    }

    [Fact]
    public void Deep_nesting_does_no_harm()
        => Assert.Empty(Parser().Parse(string.Concat(Enumerable.Repeat("<a>", 50_000)) + string.Concat(Enumerable.Repeat("</a>", 50_000))).Events);

    private static FireEyeParser Parser() => new(new PlainParserOptions());
}
