using System.Text;
using IntelMQ.Bots.Parsers.Generic;
using IntelMQ.Bots.Parsers.HtmlTable;
using IntelMQ.Bots.Parsers.Json;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Tests.Parsers;

/// <summary>How reports are encoded: what says it, and what happens where nothing does.</summary>
public sealed class EncodingTests
{
    private const string Row = "192.0.2.1,Müller €\n";

    private static readonly Encoding Cyrillic = CodePagesEncodingProvider.Instance.GetEncoding("windows-1251")!;
    private static readonly Encoding Western = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    public static TheoryData<string, byte[], string> Tables { get; } = new()
    {
        { "UTF-8", Encoding.UTF8.GetBytes(Row), "Müller €" },
        { "UTF-8 with a mark", Encoding.UTF8.GetBytes("\uFEFF" + Row), "Müller €" },
        { "UTF-16, little end first", Encoding.Unicode.GetBytes("\uFEFF" + Row), "Müller €" },
        { "UTF-16, big end first", Encoding.BigEndianUnicode.GetBytes("\uFEFF" + Row), "Müller €" },
        { "UTF-32", Encoding.UTF32.GetBytes("\uFEFF" + Row), "Müller €" },
        { "UTF-16 without a mark", Encoding.Unicode.GetBytes(Row), "Müller €" },
        { "UTF-16 without a mark, big end first", Encoding.BigEndianUnicode.GetBytes(Row), "Müller €" },
        { "Windows-1252", Western.GetBytes(Row), "Müller €" },
        { "UTF-8 with a byte of Windows-1252 in it", [.. "192.0.2.1,Ä "u8, 0xFC, .. " €\n"u8], "Ä ü €" },
        { "UTF-8 cut within a character", [.. "192.0.2.1,Ä "u8, 0xE2, 0x82], "Ä â‚" },
        { "bytes that Windows-1252 leaves open", [.. "192.0.2.1,a"u8, 0x81, .. "b\n"u8], "a\u0081b" },
    };

    [Theory]
    [MemberData(nameof(Tables))]
    public void Nothing_of_a_text_is_dropped(string encoding, byte[] raw, string comment)
    {
        ParseResult result = Table(null).Parse(ReportOf(raw));
        Assert.Empty(result.Failures);
        Event parsed = Assert.Single(result.Events);
        Assert.Equal($"{encoding}: {comment}", $"{encoding}: {parsed["comment"].ToString()}");
        Assert.Equal("192.0.2.1", parsed["source.ip"].ToString());
    }

    [Fact]
    public void What_is_read_by_a_guess_is_counted()
    {
        GenericCsvParser parser = Table(null);
        parser.Parse(ReportOf(Encoding.UTF8.GetBytes(Row)));
        Assert.Equal(0, parser.BytesOfGuessedEncoding);
        parser.Parse(ReportOf(Western.GetBytes(Row)));
        Assert.Equal(2, parser.BytesOfGuessedEncoding);
    }

    [Theory]
    [InlineData("windows-1251")]
    [InlineData("\"Windows-1251\"")]
    [InlineData("cp1251")]
    public void A_parameter_says_how_reports_are_encoded(string name)
    {
        GenericCsvParser parser = Table(name);
        Assert.Equal("Москва", Comment(parser.Parse(ReportOf(Cyrillic.GetBytes("192.0.2.1,Москва\n")))));
        Assert.Equal(0, parser.BytesOfGuessedEncoding);
    }

    [Theory]
    [InlineData("shift_jis", "東京")]
    [InlineData("euc-jp", "東京")]
    [InlineData("iso-2022-jp", "東京")]
    [InlineData("gb18030", "北京")]
    [InlineData("GBK", "北京")]
    [InlineData("big5", "北京")]
    [InlineData("koi8-r", "Москва")]
    [InlineData("iso-8859-15", "€")]
    [InlineData("utf-16le", "Müller")]
    public void Many_encodings_are_known(string name, string text)
    {
        Encoding encoding = IntelMQ.Text.CharacterSets.Find(name)!;
        Assert.Equal(text, Comment(Table(name).Parse(ReportOf(encoding.GetBytes($"192.0.2.1,{text}\n")))));
    }

    [Fact]
    public void The_parameter_holds_even_where_the_bytes_could_be_UTF8()
        => Assert.Equal("Ã¼", Comment(Table("iso-8859-1").Parse(ReportOf("192.0.2.1,ü\n"u8.ToArray()))));

    [Fact]
    public void A_byte_order_mark_goes_before_the_parameter()
        => Assert.Equal("ü", Comment(Table("windows-1251").Parse(ReportOf("\uFEFF192.0.2.1,ü\n"u8.ToArray()))));

    [Theory]
    [InlineData("utf-7")]
    [InlineData("no such set")]
    public void A_name_that_is_no_character_set_is_refused(string name)
        => Assert.Contains("encoding", Assert.Throws<BotConfigurationException>(() => Table(name)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_collector_may_say_it_in_the_report()
    {
        var report = ReportOf(Cyrillic.GetBytes("192.0.2.1,Москва\n"));
        report.Set("extra.charset", "windows-1251").ThrowIfRefused();
        Assert.Equal("Москва", Comment(Table(null).Parse(report)));
        report.Set("extra.charset", "nonsense").ThrowIfRefused();
        Assert.Equal("Ìîñêâà", Comment(Table(null).Parse(report)));
    }

    [Fact]
    public void A_failure_of_a_line_fails_the_same_way_again()
    {
        GenericCsvParser parser = Table("windows-1251");
        ParseResult first = parser.Parse(ReportOf(Cyrillic.GetBytes("Москва,x\n192.0.2.1,Москва\n")));
        var failed = (Report)Assert.Single(first.Failures).Message;
        ParseResult again = parser.Parse(failed);
        Assert.Equal(first.Failures[0].Reason, Assert.Single(again.Failures).Reason);
        Assert.Contains("Москва", Encoding.UTF8.GetString(((Report)again.Failures[0].Message).Raw.Span), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html><head><meta charset=\"windows-1251\"></head>")]
    [InlineData("<html><meta content='text/html; charset=windows-1251' http-equiv='Content-Type'>")]
    [InlineData("<META HTTP-EQUIV=Content-Type CONTENT=\"text/html; charset=windows-1251\">")]
    [InlineData("<?xml version='1.0' encoding='windows-1251'?><html>")]
    public void A_document_may_say_it_itself(string head)
    {
        var parser = new GenericHtmlTableParser(new GenericHtmlTableParserOptions { Columns = ["source.ip", "comment"], SkipTableHead = false });
        string page = head + "<table><tr><td>192.0.2.1</td><td>Москва</td></tr></table>";
        Assert.Equal("Москва", Comment(parser.Parse(ReportOf(Cyrillic.GetBytes(page)))));
        // Whoever fetched it may have made it UTF-8 and left the words as they were.
        Assert.Equal("Москва", Comment(parser.Parse(ReportOf(Encoding.UTF8.GetBytes(page)))));
    }

    [Fact]
    public void JSON_may_be_wide()
    {
        var parser = new IntelMqJsonParser(new IntelMqJsonParserOptions());
        string json = """{"source.ip": "192.0.2.1", "classification.type": "scanner", "comment": "ü"}""";
        Assert.Equal("ü", Comment(parser.Parse(ReportOf(Encoding.Unicode.GetBytes("\uFEFF" + json)))));
        Assert.Equal("ü", Comment(parser.Parse(ReportOf(Western.GetBytes(json)))));
    }

    private static GenericCsvParser Table(string? encoding)
        => new(new GenericCsvParserOptions { Columns = ["source.ip", "comment"], Type = "scanner", Encoding = encoding });

    private static Report ReportOf(byte[] raw) => new(raw, Schema.Default);

    private static string Comment(ParseResult result)
    {
        Assert.Empty(result.Failures);
        return Assert.Single(result.Events)["comment"].ToString();
    }
}
