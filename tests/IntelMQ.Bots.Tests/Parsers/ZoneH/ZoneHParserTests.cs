using IntelMQ.Bots.Parsers.ZoneH;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Parsers.ZoneH;

public sealed class ZoneHParserTests
{
    private const string Sample = """
        "add_date","accept_date","attacker","domain","ip_address","system","web_server","reason","hackmode","def_grade","defacement_id","country_code"
        "2024-02-15 11:56:00","2024-02-16 13:20:21","actor","http://www.example.com","2001:db8::cbd2","Win 2008","IIS/7.5","fun","known vulnerability","homepage","12345678","zz"
        "2024-02-15 12:00:00","","some crew","https://user@www.example.net:8443/a.txt","192.0.2.2","Linux","Apache","fun","SQL Injection","secondary","12345679","at"
        "2024-02-15 12:00:01","","some crew","www.example.net","nowhere","Linux","Apache","fun","SQL Injection","secondary","12345680","nowhere","surplus"
        "2024-02-15 12:00:02","","short"
        "","","no time","http://www.example.com","192.0.2.2","Linux","Apache","fun","SQL Injection","secondary","12345681","at"
        "some day","","bad time","http://www.example.com","192.0.2.2","Linux","Apache","fun","SQL Injection","secondary","12345682","at"
        "2024-02-15 12:00:03","","bad brackets","http://[2001:db8::1/","192.0.2.2","Linux","Apache","fun","SQL Injection","secondary","12345683","at"

        """;

    [Fact]
    public void Defacements_become_events()
    {
        ZoneHParser parser = Parser();
        ParseResult result = parser.Parse(Sample);
        Snapshot.Verify(result);
        Assert.Equal(5, result.Failures.Count);
        Assert.All(result.Failures, parser.FailsAgain);
    }

    [Fact]
    public void A_report_without_a_column_has_only_failures()
    {
        ZoneHParser parser = Parser();
        ParseResult result = parser.Parse(Sample.Replace("\"attacker\"", "\"who\"", StringComparison.Ordinal));
        Assert.Empty(result.Events);
        Assert.All(result.Failures, parser.FailsAgain);
    }

    [Fact]
    public void Anything_is_taken() => Parser().TakesAnything(Sample);

    private static ZoneHParser Parser() => new(new PlainParserOptions());
}
