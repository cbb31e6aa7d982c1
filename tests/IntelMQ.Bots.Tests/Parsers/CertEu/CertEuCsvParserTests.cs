using IntelMQ.Bots.Parsers.CertEu;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Parsers.CertEu;

public sealed class CertEuCsvParserTests
{
    private const string Header =
        "feed code,source ip,source time,observation time,tlp,description,type,protocol,destination port,first seen,last seen,count,source cc,source country,source city,source longitude,source latitude,city,threat type,source location,source as name,source bgp prefix,source geohash,confidence level,source asn,reported asn,target,url,domain name,version,expiration date,source port,status,source,scanner,abuse contact,ns1,ns2,response,recent,country,as name\n";

    private const string Sample = Header + """
        # a comment
        EX,192.0.2.10,2024-02-15 03:13:20Z,2024-02-15 10:13:23Z,amber,"A URL, with a comma",malware url,http,80,2024-02-15 03:13:20Z,2024-02-15 03:13:21Z,007,AT,Austria,Vienna,16.37,48.2,,,"48.2,16.37","EXAMPLE, AT",192.0.2.0/24,u2edk8,51,64496,,Somebody,http://www.example.com/,www.example.com,1.5,2024-03-15,,online,,,abuse@example.com,,,,,,
        ,198.51.100.1,,some day,,,dropzone,,,,,,,,,,,,,,,,,100,,,,,,,,,,,,,,,,,,
        ,198.51.100.1,,,,,scanner,,,,,,,,,,,,,,,,,100,,,,,,2,,,,,,,,,,,,
        ,198.51.100.1,,,,,scanner,,,,,,,,,,,,,,,,,100,,,,,,,,,,,,,x,,,,,
        ,198.51.100.1,,,,,scanner,,,,,,,,,,,,,,,,,high,,,,,,,,,,,,,,,,,,
        ,198.51.100.1,,,,,scanner,,,,,,,,,,,,,,,,,300,,,,,,,,,,,,,,,,,,
        ,198.51.100.1,,,,,scanner,,,,,many,,,,,,,,,,,,100,,,,,,,,,,,,,,,,,,
        """;

    [Fact]
    public void Rows_become_events()
    {
        CertEuCsvParser parser = Parser();
        ParseResult result = parser.Parse(Sample);
        Snapshot.Verify(result);
        Assert.Empty(result.Failures);
    }

    [Fact]
    public void The_confidence_lowers_the_accuracy_of_the_feed()
    {
        Messages.Report report = ParserCases.ReportOf(System.Text.Encoding.UTF8.GetBytes(Sample), null);
        report[Schemas.Fields.Feed.Accuracy] = 50;
        Assert.Equal(["25.5", "50.0"], Parser().Parse(report).Events.Take(2).Select(static e => e["feed.accuracy"].ToString()));
    }

    [Fact]
    public void A_row_with_more_cells_than_the_header_fails()
    {
        CertEuCsvParser parser = Parser();
        string row = Sample[Header.Length..].Split('\n')[2];
        Assert.Single(parser.Parse(Header + row).Events);
        parser.FailsAgain(Assert.Single(parser.Parse(Header + row + ",more").Failures));
    }

    [Fact]
    public void All_rows_fail_where_a_column_is_absent()
        => Assert.Equal(2, Parser().Parse("source ip,type\n192.0.2.1,scanner\n192.0.2.2,scanner").Failures.Count);

    [Fact]
    public void Anything_is_taken() => Parser().TakesAnything(Sample);

    private static CertEuCsvParser Parser() => new(new PlainParserOptions());
}
