using System.Text;
using IntelMQ.Bots.Parsers.Microsoft;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Parsers.Microsoft;

public sealed class MicrosoftCtipParserTests
{
    private const string Interflow = """
        [
          {
            "indicatorthreattype": "Botnet", "description": "Host is a member of Botnet EXAMPLE", "externalid": "EXAMPLE-1", "tlplevel": "Green",
            "confidence": 20, "firstreporteddatetime": "2024-02-06T09:37:02", "version": 1.5, "networksourceipv4": "192.0.2.8",
            "networksourceport": 1204, "networkdestinationipv4": "198.51.100.18,198.51.100.19", "networkdestinationport": 443,
            "isproductlicensed": "true", "networksourceasn": "64496", "additionalmetadata": ["null"], "hostname": "www.example.com", "useragent": ""
          },
          {
            "indicatorthreattype": "Botnet", "confidence": 100, "version": 1.5, "additionalmetadata": ["more"],
            "hostname": "198.51.100.18", "networkdestinationipv4": "198.51.100.18"
          },
          {"indicatorthreattype": "Botnet", "confidence": 100, "version": 1.5, "hostname": "www.example.com"},
          {"indicatorthreattype": "Botnet", "confidence": "high", "version": 1.5},
          {"indicatorthreattype": "Other", "confidence": 100, "version": 1.5},
          {"indicatorthreattype": "Botnet", "confidence": 100, "version": 1.5, "unknown": 1},
          {"indicatorthreattype": "Botnet", "confidence": 100, "version": 1.5, "firstreporteddatetime": null},
          {"indicatorthreattype": "Botnet", "confidence": 100},
          [1],
          {}
        ]
        """;

    private static readonly string Azure = $$$"""
        {"DataFeed":"Example","SourcedFrom":"SinkHoleMessage","DateTimeReceivedUtc":132348339284870000,"Malware":"Example","ThreatCode":"B67-EXAMPLE","ThreatConfidence":"Low","TotalEncounters":3,"TLP":"Amber","SourceIp":"192.0.2.8","SourcePort":65116,"TargetIp":"203.0.113.45","SourceIpInfo":{"SourceIpAsnNumber":"64496","SourceIpCity":"","SourceIpLatitude":48.2},"HttpInfo":{"HttpUserAgent":"first"},"Payload":"{{{Base64("""{"ts":1590360328.48742,"serverIp":"198.51.100.2","domain":"198.51.100.2","malware":{},"UserAgent":"second","Protocol":"HTTP/1.1"}""")}}}"}
        {"ThreatConfidence":"None","TLP":"unknown","Payload":"AA==","SourceIp":"192.0.2.9"}
        {"ThreatConfidence":"High","Payload":"{{{Base64("just text")}}}","SourceIp":"192.0.2.9"}
        {"Payload":"{\"ip\": \"192.0.2.1\"}"}

        {"ThreatConfidence":"Sure"}
        {"DateTimeReceivedUtc":"some day"}
        {"Payload":"no Base64"}
        {"Payload":"{\"Capital\": 1}"}
        {"Payload":"{no JSON"}
        {"TLP":5}
        {"Unknown":5}
        {"version":1.5}
        {"SourceIp":"no address"}
        {"SourceIp":
        """;

    [Fact]
    public void Elements_from_Interflow_become_events() => Snapshot.Verify(Parser().Parse(Interflow));

    [Fact]
    public void Lines_from_Azure_become_events() => Snapshot.Verify(Parser().Parse(Azure));

    [Fact]
    public void What_is_broken_fails_again()
    {
        MicrosoftCtipParser parser = Parser();
        Failure[] failures = [.. parser.Parse(Interflow).Failures, .. parser.Parse(Azure).Failures];
        Assert.Equal(6, failures.Length);
        foreach (Failure failure in failures)
            parser.FailsAgain(failure);
    }

    [Theory]
    [InlineData(true, "Example", "second")]
    [InlineData(false, "ctip", "first")]
    public void Rows_may_overwrite_what_is_there(bool overwrite, string name, string agent)
    {
        Report report = ParserCases.ReportOf(Encoding.UTF8.GetBytes(Azure), null);
        report[Fields.Feed.Name] = "ctip";
        report[Fields.Feed.Accuracy] = 50;
        Event first = new MicrosoftCtipParser(new MicrosoftCtipParserOptions { Overwrite = overwrite }).Parse(report).Events[0];
        Assert.Equal(name, first["feed.name"].ToString());
        Assert.Equal(agent, first["extra.user_agent"].ToString());
        Assert.Equal(10, first[Fields.Feed.Accuracy]);
    }

    [Theory]
    [InlineData(" []")]
    [InlineData("text")]
    [InlineData("[{},")]
    public void What_has_neither_form_fails_as_a_whole(string text)
    {
        MicrosoftCtipParser parser = Parser();
        parser.FailsAgain(Assert.Single(parser.Parse(text).Failures));
    }

    [Fact]
    public void Anything_is_taken()
    {
        Parser().TakesAnything(Interflow);
        Parser().TakesAnything(Azure);
    }

    private static MicrosoftCtipParser Parser() => new(new MicrosoftCtipParserOptions());

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
