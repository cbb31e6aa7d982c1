using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;
using IntelMQ.Bots.Parsers.Shadowserver;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Tests.Parsers.Shadowserver;

/// <summary>Reports in other forms than a plain table.</summary>
public sealed class ShadowserverFormsTests
{
    private const string Table =
        "timestamp,ip,protocol,port,hostname,tag,asn,severity,http_url,http_code,tls,note\n"
        + "2026-11-20 10:00:00,192.0.2.1,tcp,80,www.example.com,http;cve-2026-2;cve-2026-1,64500,low,GET /a HTTP/1.1,200,Y,hello\n"
        + "2026-11-20 10:00:00,192.0.2.2,tcp,81,,http,64500,low,,,,\"say \"\"hello\"\"\"\n";

    private const string Objects = """
        [
          {"timestamp": "2026-11-20 10:00:00", "ip": "192.0.2.1", "protocol": "tcp", "port": 80, "hostname": "www.example.com",
           "tag": "http;cve-2026-2;cve-2026-1", "asn": 64500, "severity": "low", "http_url": "GET /a HTTP\/1.1", "http_code": 200, "tls": "Y", "note": "hello"},
          {"timestamp": "2026-11-20 10:00:00", "ip": "192.0.2.2", "protocol": "tcp", "port": "81", "hostname": null,
           "tag": "http", "asn": 64500, "severity": "low", "http_url": "", "http_code": null, "tls": "", "note": "say \"hello\""}
        ]
        """;

    [Fact]
    public void Objects_become_the_same_events_as_rows()
    {
        ParseResult rows = Parse(Bytes(Table), "2026-11-20-scan_http-example-geo.csv");
        ParseResult objects = Parse(Bytes(Objects), "2026-11-20-scan_http-example-geo.json");
        Assert.Empty(objects.Failures);
        Assert.Equal(2, rows.Events.Count);
        Assert.Equal(rows.Events.Select(static message => message.Text()), objects.Events.Select(static message => message.Text()));
        Assert.StartsWith("{\"timestamp\"", objects.Events[1].Raw(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"timestamp": "x", "ip": "192.0.2.1", "port": 80}""", "time.source")]
    [InlineData("""{"ip": "192.0.2.1", "port": 80}""", null)]
    [InlineData("""{"timestamp": "2026-11-20 10:00:00", "ip": "192.0.2.1", "port": "eighty"}""", "source.port")]
    [InlineData("17", null)]
    [InlineData("[[1]]", null)]
    public void A_broken_object_fails_alone_and_again(string element, string? field)
    {
        const string Good = """{"timestamp": "2026-11-20 10:00:00", "ip": "192.0.2.1", "port": 80}""";
        ParseResult result = Parse(Bytes($"[{Good},\n{element}, {{}}, null,\n{Good}]"), "scan_http.json");
        Assert.Equal(2, result.Events.Count);
        Failure failure = Assert.Single(result.Failures);
        Assert.Equal(2, failure.LineNumber);
        if (field is not null)
            Assert.Equal(field, failure.Field);
        Parser().FailsAgain(failure);
    }

    [Fact]
    public void The_last_of_several_members_with_one_name_counts()
    {
        Event only = Assert.Single(Parse("""{"timestamp": "2026-11-20 10:00:00", "ip": "192.0.2.1", "port": 80, "ip": "192.0.2.9", "more": [1, {"a": 2}]}"""u8.ToArray(), "scan_http.json").Events);
        Assert.Equal("192.0.2.9", only["source.ip"].ToString());
        Assert.Equal("""[1, {"a": 2}]""", only["extra.more"].ToString());
    }

    [Theory]
    [InlineData("[{\"a\": 1}")]
    [InlineData("")]
    [InlineData("text")]
    [InlineData("17")]
    public void What_is_no_list_of_objects_is_one_failure(string text)
    {
        ParseResult result = Parse(Bytes(text.Length == 0 ? " " : text), "scan_http.json");
        Assert.Empty(result.Events);
        Assert.Null(Assert.Single(result.Failures).Exception);
    }

    [Theory]
    [InlineData("2026-11-20-scan_http-example-geo.csv")]
    [InlineData("2026-11-20-scan_http-example-geo.csv.gz")]
    [InlineData("2026-11-20-scan_http-example-geo.csv.zip")]
    public void Packed_tables_are_unpacked_whatever_their_name(string name)
    {
        string[] expected = [.. Parse(Bytes(Table), "scan_http.csv").Events.Select(static message => message.ToString())];
        Assert.Equal(expected, Parse(Bytes(Table), name).Events.Select(static message => message.ToString()));
        Assert.Equal(expected, Parse(GZip(Bytes(Table)), name).Events.Select(static message => message.ToString()));
        Assert.Equal(expected, Parse(Zip(Bytes(Table)), name).Events.Select(static message => message.ToString()));
    }

    [Fact]
    public void A_row_of_a_packed_report_fails_unpacked()
    {
        Failure failure = Assert.Single(Parse(GZip(Bytes("timestamp,ip,port\nx,192.0.2.1,80\n")), "scan_http.csv.gz").Failures);
        Assert.EndsWith("x,192.0.2.1,80", failure.Message.Raw(), StringComparison.Ordinal);
        Parser().FailsAgain(failure);
    }

    [Fact]
    public void Packed_objects_are_unpacked() => Assert.Equal(2, Parse(Zip(Bytes(Objects)), "scan_http.json.zip").Events.Count);

    [Fact]
    public void A_package_that_is_damaged_or_a_bomb_is_one_failure()
    {
        byte[] gzip = GZip(Bytes(Table));
        byte[] zip = Zip(Bytes(Table));
        foreach (byte[] package in new[] { gzip[..40], zip[..60], zip[..^4], Zip(Bytes(Table), 2), Zip([], 0), GZip(new byte[64 << 20]) })
        {
            ParseResult result = Parse(package, "scan_http.csv.gz");
            Assert.Empty(result.Events);
            Failure failure = Assert.Single(result.Failures);
            Assert.Null(failure.Exception);
            Assert.Equal(package, failure.Message.Raw.ToArray());
        }
    }

    [Fact]
    public void Without_a_name_the_content_tells_the_form()
    {
        ShadowserverParser parser = new(new ShadowserverParserOptions { SchemaFile = Schemas(), Feedname = "Accessible-HTTP" });
        Assert.Equal(
            parser.Parse(new Report(Bytes(Table), Schema.Default)).Events.Count,
            parser.Parse(new Report(Bytes(Objects), Schema.Default)).Events.Count);
    }

    [Fact]
    public void Objects_never_throw()
    {
        ShadowserverParser parser = new(new ShadowserverParserOptions { SchemaFile = Schemas(), Feedname = "Accessible-HTTP" });
        parser.TakesAnything(Objects);
    }

    private static string Schemas([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "schema.json");

    private static ShadowserverParser Parser() => new(new ShadowserverParserOptions { SchemaFile = Schemas() });

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static ParseResult Parse(byte[] raw, string file)
    {
        var report = new Report(raw, Schema.Default);
        report.Set("extra.file_name", file);
        return Parser().Parse(report);
    }

    private static byte[] GZip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            gzip.Write(content);
        return packed.ToArray();
    }

    private static byte[] Zip(byte[] content, int files = 1)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            zip.CreateEntry("folder/");
            for (int i = 0; i < files; i++)
            {
                using Stream entry = zip.CreateEntry($"folder/report{i}.csv").Open();
                entry.Write(content);
            }
        }

        return packed.ToArray();
    }
}
