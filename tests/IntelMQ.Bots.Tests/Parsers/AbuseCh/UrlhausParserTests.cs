using IntelMQ.Bots.Parsers.AbuseCh;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Messages;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Parsers.AbuseCh;

public sealed class UrlhausParserTests
{
    private const string Table = """
        ################################################################
        # abuse.ch URLhaus Database Dump (CSV - recent URLs only)      #
        ################################################################
        #
        # id,dateadded,url,url_status,last_online,threat,tags,urlhaus_link,reporter
        "3","2024-02-15 10:11:12","http://192.0.2.7:8081/a.sh","online","2024-02-15 10:20:00","malware_download","32-bit,elf, Mozi","https://urlhaus.abuse.ch/url/3/","someone"
        "2","2024-02-15 10:11:11","http://www.example.com/b#c","offline","","malware_download","None","https://urlhaus.abuse.ch/url/2/","someone"
        "1","some day","http://www.example.com/b","offline","","malware_download","None","https://urlhaus.abuse.ch/url/1/","someone"
        "0","2024-02-15 10:11:11","","offline"
        """;

    private const string Objects = """
        {
          "3": [{"dateadded": "2024-02-15 10:11:12 UTC", "url": "http:\/\/192.0.2.7:8081\/a.sh", "url_status": "online", "last_online": "2024-02-15 10:20:00 UTC",
            "threat": "malware_download", "tags": ["32-bit", "elf"], "urlhaus_link": "https://urlhaus.abuse.ch/url/3/", "reporter": "someone"}],
          "2": [{"dateadded": "2024-02-15 10:11:11 UTC", "url": "http://www.example.com/b", "url_status": "offline", "last_online": null,
            "threat": "malware_download", "tags": null, "urlhaus_link": "https://urlhaus.abuse.ch/url/2/", "reporter": "someone"}],
          "1": [{"dateadded": "2024-02-15 10:11:11 UTC", "url": "no URL"}, "text"]
        }
        """;

    [Fact]
    public void Rows_become_events()
    {
        UrlhausParser parser = Parser();
        ParseResult result = parser.Parse(Table);
        Snapshot.Verify(result);
        Assert.Equal(2, result.Failures.Count);
        Assert.All(result.Failures, parser.FailsAgain);
    }

    [Theory]
    [InlineData("http://3221225985/a")]
    [InlineData("http://0xc0.0.2.1/a")]
    public void An_address_that_is_written_as_a_number_is_one(string url)
    {
        Event only = Assert.Single(Parser().Parse($"# id,dateadded,url,url_status,last_online,threat,tags,urlhaus_link,reporter\n\"3\",\"2024-02-15 10:11:12\",\"{url}\",\"online\",\"\",\"malware_download\",\"\",\"\",\"\"\n").Events);
        Assert.Equal("192.0.2.1", only["source.ip"].ToString());
        Assert.True(only["source.fqdn"].IsMissing);
        Assert.Equal(url, only["source.url"].ToString());
    }

    [Fact]
    public void Objects_become_events()
    {
        UrlhausParser parser = Parser();
        ParseResult result = parser.Parse(Objects);
        Snapshot.Verify(result);
        Assert.Equal(2, result.Failures.Count);
        Assert.All(result.Failures, parser.FailsAgain);
    }

    [Fact]
    public void A_table_without_header_has_the_usual_one()
        => Assert.Equal("192.0.2.7", Assert.Single(Parser().Parse("\"3\",\"2024-02-15 10:11:12\",\"http://192.0.2.7/\",\"online\",\"\",\"\",\"\",\"\",\"x\"").Events)["source.ip"].ToString());

    [Fact]
    public void Answers_of_the_API_are_read()
    {
        const string Url = """{"id": "1", "urlhaus_reference": "https://urlhaus.abuse.ch/url/1/", "url": "http://192.0.2.7/a", "url_status": "online", "host": "192.0.2.7", "date_added": "2026-01-02 03:04:05 UTC", "threat": "malware_download", "reporter": "x", "larted": "true", "tags": ["elf"]}""";
        foreach (string answer in new[] { $$"""{"query_status": "ok", "urls": [{{Url}}]}""", $$"""{"query_status": "ok", {{Url[1..]}}""" })
        {
            ParseResult result = Parser().Parse(answer);
            Assert.Empty(result.Failures);
            Event only = Assert.Single(result.Events);
            Assert.Equal("192.0.2.7", only["source.ip"].ToString());
            Assert.Equal("2026-01-02T03:04:05+00:00", only["time.source"].ToString());
            Assert.Equal("https://urlhaus.abuse.ch/url/1/", only["event_description.url"].ToString());
            Assert.Equal("online", only["status"].ToString());
        }
    }

    [Theory]
    [InlineData("""{"query_status": "no_results"}""", 0)]
    [InlineData("""{"query_status": "ok", "urls": []}""", 0)]
    [InlineData("""{"query_status": "invalid_url"}""", 1)]
    [InlineData("""{"urls": 5, "query_status": "http_post_expected"}""", 1)]
    public void An_answer_without_results_makes_no_events_and_a_refusal_is_a_failure(string answer, int failures)
    {
        UrlhausParser parser = Parser();
        ParseResult result = parser.Parse(answer);
        Assert.Empty(result.Events);
        Assert.Equal(failures, result.Failures.Count);
        Assert.All(result.Failures, parser.FailsAgain);
    }

    [Fact]
    public void Anything_is_taken()
    {
        Parser().TakesAnything(Table);
        Parser().TakesAnything(Objects);
    }

    private static UrlhausParser Parser() => new(new PlainParserOptions());
}
