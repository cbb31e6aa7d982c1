using IntelMQ.Bots.Parsers.Cymru;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Parsers.Cymru;

public sealed class CymruCapParserTests
{
    private const string New = """
        #generated on 20240215
        #category|address|asn|timestamp|optional_information|asninfo

        bot|192.0.2.21|64496|2024-02-15 10:00:00|family: Conficker;dest_addr: 198.51.100.22; dest_port: 80;port: 15390;protocol: 6;|Example AS, AT
        bot|192.0.2.21|64496|2024-02-15 10:00:00|srcport 61458 mwtype Some Thing dstaddr 198.51.100.22|Example AS, AT
        bruteforce|192.0.2.21|64496|2024-02-15 10:00:00|ssh;|Example AS, AT
        controller|192.0.2.21|64496|2024-02-15 10:00:00|family: http_post;hostname: www.example.comport: 80;|Example AS, AT
        controller|192.0.2.21|64496|2024-02-15 10:00:00|hostname: www.example.com; port: 80;|Example AS, AT
        controller|192.0.2.21|64496|2024-02-15 10:00:00|hostname: 192.0.2.21;|Example AS, AT
        darknet|192.0.2.21|64496|2024-02-15 10:00:00|darknet_port: 23, 2323;protocol: 182;|Example AS, AT
        darknet|192.0.2.21|64496|2024-02-15 10:00:00|destination_port_numbers: 1,2,2 (total_count:19);ports_scanned: 7;protocol: 17;|Example AS, AT
        phishing|192.0.2.21|64496|2024-02-15 10:00:00|http://www.example.com/;|Example AS, AT
        proxy|192.0.2.21|64496|2024-02-15 10:00:00|httpconnect-51915; additional_asns: 64497,64498;|Example AS, AT
        proxy|192.0.2.21|64496|2024-02-15 10:00:00|proxy_type: socks4;|Example AS, AT
        openresolver|192.0.2.21|0|2024-02-15 10:00:00||Example AS, Inc., AT
        conficker|192.0.2.21|64496|2024-02-15 10:00:00|srcport: 1997; destaddr: 198.51.100.22; username: pm|Example AS, AT
        unknown|192.0.2.21|64496|2024-02-15 10:00:00||Example AS, AT
        conficker|192.0.2.21|64496|2024-02-15 10:00:00|family: x;|Example AS, AT
        spam|192.0.2.21|64496|2024-02-15 10:00:00|something;|Example AS, AT
        darknet|192.0.2.21|64496|2024-02-15 10:00:00|protocol: 20;|Example AS, AT
        darknet|192.0.2.21|64496|2024-02-15 10:00:00|darknet_port: many;|Example AS, AT
        proxy|192.0.2.21|64496|2024-02-15 10:00:00|a-b-c;|Example AS, AT
        proxy|192.0.2.21|0|2024-02-15 10:00:00|additional_asns: 1;|Example AS, AT
        bot|192.0.2.21|64496|2024-02-15 10:00:00|srcport x|Example AS, AT
        bot|192.0.2.21|64496|2024-02-15 10:00:00|what: ever|Example AS, AT
        spam|192.0.2.21|64496
        spam|192.0.2.21|64496|some day||Example AS, AT
        controller|192.0.2.21|64496|2024-02-15 10:00:00|hostname: 198.51.100.3|Example AS, AT
        spam|192.0.2.21|64496|2024-02-15 10:00:00||Example AS, Austria
        """;

    private const string Old = """
        # Data file written at Thu Feb 15 13:37:42 2024 GMT
        # Format: report|ip|asn|timestamp|comments|asn_name
        beagle|192.0.2.21|64496|2024-02-15 10:00:00||Example AS
        slammer|192.0.2.21|64496|2024-02-15 10:00:00|anything|Example AS
        toxbot|192.0.2.21|64496|2024-02-15 10:00:00|port 123|Example AS
        bots|192.0.2.21|64496|2024-02-15 10:00:00|srcport 1337 mwtype Some Bot destaddr 198.51.100.22 with words|Example AS
        bruteforce|192.0.2.21|64496|2024-02-15 10:00:00|ssh|Example AS
        defacement|192.0.2.21|64496|2024-02-15 10:00:00|http://www.example.com/ 77|Example AS
        fastflux|192.0.2.21|64496|2024-02-15 10:00:00|www.example.com|Example AS
        malwareurl|192.0.2.21|64496|2024-02-15 10:00:00|http://www.example.com/x.exe d41d8cd98f00b204e9800998ecf8427e|Example AS
        openresolvers|192.0.2.21|64496|2024-02-15 10:00:00||Example AS
        phishing|192.0.2.21|64496|2024-02-15 10:00:00|http://www.example.com/|Example AS
        proxy|192.0.2.21|64496|2024-02-15 10:00:00|HTTP CONNECT (8080)|Example AS
        routers|192.0.2.21|64496|2024-02-15 10:00:00|telnet|Example AS
        scanners|192.0.2.21|64496|2024-02-15 10:00:00|445|Example AS
        spam|192.0.2.21|0|2024-02-15 10:00:00||Example AS
        spreaders|192.0.2.21|64496|2024-02-15 10:00:00|http://www.example.com/x.exe d41d8cd98f00b204e9800998ecf8427e|Example AS
        stormworm|192.0.2.21|64496|2024-02-15 10:00:00|confidence:4 legacy srcport 99|Example AS
        beagle|192.0.2.21|64496|2024-02-15 10:00:00|x|Example AS
        ddosreport|192.0.2.21|64496|2024-02-15 10:00:00||Example AS
        defacement|192.0.2.21|64496|2024-02-15 10:00:00|http://www.example.com/|Example AS
        scanners|192.0.2.21|64496|2024-02-15 10:00:00|1,2|Example AS
        toxbot|192.0.2.21|64496|2024-02-15 10:00:00|port|Example AS
        stormworm|192.0.2.21|64496|2024-02-15 10:00:00|confidence:9|Example AS
        """;

    [Fact]
    public void Lines_of_the_new_form_become_events()
    {
        CymruCapParser parser = Parser();
        ParseResult result = parser.Parse(New);
        Snapshot.Verify(result);
        Assert.Equal(2, result.Failures.Count);
        Assert.All(result.Failures, parser.FailsAgain);
    }

    [Fact]
    public void Lines_of_the_old_form_become_events()
    {
        CymruCapParser parser = Parser();
        ParseResult result = parser.Parse(Old);
        Snapshot.Verify(result);
        Assert.Empty(result.Failures);
    }

    [Fact]
    public void Each_report_must_say_its_form()
    {
        CymruCapParser parser = Parser();
        parser.Parse(New);
        ParseResult result = parser.Parse("spam|192.0.2.21|64496|2024-02-15 10:00:00||Example AS, AT");
        Assert.Empty(result.Events);
        parser.FailsAgain(Assert.Single(result.Failures));
    }

    [Fact]
    public void A_note_that_is_not_known_does_not_cost_the_line()
    {
        ParseResult result = Parser().Parse("#generated on 20240215\nscanner|192.0.2.21|64496|2024-02-15 10:00:00|destination_port_numbers: 22;colour: green;|Example AS, AT");

        Assert.Empty(result.Failures);
        Assert.Contains("green", Assert.Single(result.Events).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_of_ports_fails()
    {
        string ports = string.Join(',', Enumerable.Range(1, 300));
        Assert.Empty(Parser().Parse($"#generated on 20240215\ndarknet|192.0.2.21|64496|2024-02-15 10:00:00|darknet_port: {ports}|Example AS, AT").Events);
    }

    [Fact]
    public void Anything_is_taken()
    {
        Parser().TakesAnything(New);
        Parser().TakesAnything(Old);
    }

    private static CymruCapParser Parser() => new(new PlainParserOptions());
}
