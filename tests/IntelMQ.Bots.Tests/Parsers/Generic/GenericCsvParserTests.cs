using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Bots.Parsers.Generic;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Tests.Parsers.Generic;

public sealed class GenericCsvParserTests
{
    private static GenericCsvParser Create(string parameters)
    {
        using JsonDocument json = JsonDocument.Parse(parameters);
        return (GenericCsvParser)GenericCsvParser.Descriptor.Create(json.RootElement, ParameterSource.IntelMQ, BotServices.Default, new List<string>());
    }

    private static ParseResult Parse(string parameters, string text) => Create(parameters).Parse(new Report(Encoding.UTF8.GetBytes(text), Schema.Default));

    private static Event One(string parameters, string text) => Assert.Single(Parse(parameters, text).Events);

    [Fact]
    public void Anything_is_taken() => Create("""{"columns": "time.source, __IGNORE__, source.ip|source.fqdn, source.url, extra.note", "type": "malware"}""").TakesAnything(
        "# a comment\n2026-11-20 10:00:00,x,192.0.2.1,www.example.com/a,\"a, \"\"b\"\"\"\n2026-11-20 10:00:01,y,www.example.com,,\n,,nothing at all,,\n");

    private static string Raw(Message message) => Encoding.UTF8.GetString(message.Raw.Span);

    [Fact]
    public void Columns_become_fields()
    {
        Event only = One(
            """{"columns": "time.source, __IGNORE__, source.ip,source.url,,extra.note", "type": "malware", "delimiter": ";"}""",
            "# a comment\n  \n\t2026-11-20 10:00:00;x;192.0.2.1;www.example.com/a;y;\"a; \"\"b\"\"\"\n");
        Assert.Equal("2026-11-20T10:00:00+00:00", only["time.source"].ToString());
        Assert.Equal("192.0.2.1", only["source.ip"].ToString());
        Assert.Equal("http://www.example.com/a", only["source.url"].ToString());
        Assert.Equal("a; \"b\"", only["extra.note"].ToString());
        Assert.Equal("2026-11-20 10:00:00;x;192.0.2.1;www.example.com/a;y;\"a; \"\"b\"\"\"\n", Raw(only));
    }

    [Theory]
    [InlineData("192.0.2.1\n192.0.2.2\n", "192.0.2.1\n")]
    [InlineData("192.0.2.1\r192.0.2.2", "192.0.2.1\r")]
    [InlineData("192.0.2.1\r\n192.0.2.2\n", "192.0.2.1\r\n")]
    [InlineData("192.0.2.1", "192.0.2.1\r\n")]
    public void Raw_ends_with_the_tables_line_end(string text, string expected)
        => Assert.Equal(expected, Raw(Parse("""{"columns": ["source.ip"]}""", text).Events[0]));

    [Theory]
    [InlineData("true", "one\n192.0.2.1\n", "one\n192.0.2.1\n")]
    [InlineData("2", "\none\n# no line\n two\n192.0.2.1\n", "one\ntwo\n192.0.2.1\n")]
    [InlineData("\"1\"", "one\n192.0.2.1\n", "one\n192.0.2.1\n")]
    public void Lines_in_front_of_the_table_stand_in_raw(string skip, string text, string expected)
        => Assert.Equal(expected, Raw(One($$"""{"columns": ["source.ip"], "skip_header": {{skip}} }""", text)));

    [Fact]
    public void More_lines_to_skip_than_there_are_fail_the_report()
    {
        Assert.Contains("skip_header", Assert.Single(Parse("""{"columns": ["source.ip"], "skip_header": 2}""", "one\n").Failures).Reason, StringComparison.Ordinal);
        Assert.Empty(Parse("""{"columns": ["source.ip"], "skip_header": 1}""", "one").Failures);
    }

    [Fact]
    public void Quoted_cells_are_left_alone()
        => Assert.Equal("a\n\n  # b\n c", One("""{"columns": ["extra.text", "source.ip"]}""", "\"a\n\n  # b\n c\",192.0.2.1\n")["extra.text"].ToString());

    [Theory]
    [InlineData("whitelist", "192.0.2.1")]
    [InlineData("blacklist", "192.0.2.2")]
    public void Rows_are_filtered_before_they_are_read(string type, string expected)
    {
        ParseResult result = Parse($$"""{"columns": ["source.ip", "time.source"], "filter_text": "1,2026", "filter_type": "{{type}}" }""", "192.0.2.1,2026-01-01\n192.0.2.2,2025-01-01\n");
        Assert.Equal(expected, Assert.Single(result.Events)["source.ip"].ToString());
        Assert.Empty(result.Failures);
    }

    [Fact]
    public void Alternatives_are_tried_in_turn()
    {
        ParseResult result = Parse("""{"columns": ["source.ip|source.network|source.fqdn", "extra.n"]}""", "192.0.2.1,1\n192.0.2.0/24,2\nwww.example.com,3\n..,4\n");
        Assert.Equal(3, result.Events.Count);
        Assert.Equal("192.0.2.1", result.Events[0]["source.ip"].ToString());
        Assert.Equal("192.0.2.0/24", result.Events[1]["source.network"].ToString());
        Assert.Equal("www.example.com", result.Events[2]["source.fqdn"].ToString());
        Assert.Equal("source.fqdn", Assert.Single(result.Failures).Field);
    }

    [Fact]
    public void Columns_that_are_not_required_are_left_out()
    {
        const string Text = "x,192.0.2.1\n";
        Assert.True(One("""{"columns": ["source.fqdn", "source.ip"], "columns_required": [false, true]}""", "..,192.0.2.1\n")["source.fqdn"].IsMissing);
        Assert.Single(Parse("""{"columns": ["source.asn", "source.ip"]}""", Text).Failures);
    }

    [Fact]
    public void Cells_may_be_searched_decoded_translated_and_composed()
    {
        Event only = One(
            """
            {"columns": ["source.asn", "extra.tags", "classification.type", "source.fqdn", "extra.path"], "column_regex_search": {"source.asn": "[0-9]+"},
             "data_type": "{\"extra.tags\": \"json\"}", "type_translation": {"bot": "infected-system"}, "compose_fields": {"source.url": "http://{3}{4}?{{}}"}}
            """,
            "AS64500,\"[\"\"a\"\", 1]\",bot,www.example.com,/x\n");
        Assert.Equal(64500, only[Fields.Source.Asn]);
        Assert.Equal("infected-system", only["classification.type"].ToString());
        Assert.Equal("http://www.example.com/x?{}", only["source.url"].ToString());
        Assert.Contains("\"extra.tags\": [\"a\", 1]", Encoding.UTF8.GetString(only.ToJson()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"columns": ["source.ip", "source.ip"]}""", "192.0.2.1,192.0.2.2", "set already")]
    [InlineData("""{"columns": ["source.ip", "source.nonsense"]}""", "192.0.2.1,x", "source.nonsense")]
    [InlineData("""{"columns": ["source.ip", "classification.type"], "type_translation": {"a": "spam"}}""", "192.0.2.1,phishing", "type_translation")]
    [InlineData("""{"columns": ["source.ip", "extra.j"], "data_type": {"extra.j": "json"}}""", "192.0.2.1,{", "JSON")]
    [InlineData("""{"columns": ["source.ip"], "compose_fields": {"extra.c": "{1}"}}""", "192.0.2.1", "more cells")]
    [InlineData("""{"columns": ["source.ip"], "compose_fields": {"source.ip": "{0}"}}""", "192.0.2.1", "set already")]
    [InlineData("""{"columns": ["time.source"]}""", "yesterday", "time.source")]
    public void A_row_that_cannot_be_an_event_fails_and_fails_again(string parameters, string row, string reason)
    {
        Failure failure = Assert.Single(Parse(parameters, row + "\n").Failures);
        Assert.Contains(reason, failure.Reason, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(failure.Reason, Assert.Single(Create(parameters).Parse((Report)failure.Message).Failures).Reason);
    }

    [Theory]
    [InlineData("""{}""", "columns")]
    [InlineData("""{"columns": ["source.ip"], "columns_required": [true, true]}""", "columns_required")]
    [InlineData("""{"columns": ["source.ip"], "delimiter": "\\t"}""", "delimiter")]
    [InlineData("""{"columns": ["source.ip"], "filter_type": "greylist"}""", "filter_type")]
    [InlineData("""{"columns": ["source.ip"], "type": "nonsense"}""", "type")]
    [InlineData("""{"columns": ["source.ip"], "time_format": "sundial"}""", "time_format")]
    [InlineData("""{"columns": ["source.ip"], "column_regex_search": {"source.ip": "("}}""", "column_regex_search")]
    [InlineData("""{"columns": ["source.ip"], "compose_fields": {"extra.x": "{a}"}}""", "compose_fields")]
    [InlineData("""{"columns": ["source.ip"], "compose_fields": {"extra.x": "{"}}""", "compose_fields")]
    [InlineData("""{"columns": ["source.ip"], "data_type": {"extra.x": "yaml"}}""", "data_type")]
    [InlineData("""{"columns": ["source.ip"], "type_translation": "no json"}""", "type_translation")]
    [InlineData("""{"columns": ["source.ip"], "skip_header": -1}""", "skip_header")]
    public void Parameters_that_cannot_be_used_are_named(string parameters, string name)
        => Assert.Contains(Assert.Throws<BotConfigurationException>(() => Create(parameters)).Complaints, complaint => complaint.Contains(name, StringComparison.Ordinal) && complaint.EndsWith('.'));

    [Fact]
    public void Rules_and_hook_give_the_same_answers()
    {
        const string Columns = "\"columns\": [\"time.source\", \"source.ip\", \"source.url\", \"extra.x\"], \"columns_required\": [true, true, false, true], \"type\": \"spam\"";
        GenericCsvParser rules = Create($"{{{Columns}}}");
        GenericCsvParser hook = Create($$"""{{{Columns}}, "column_regex_search": {"extra.x": "(?s).*"} }""");
        string[] cells = ["", "-", "2026-01-01", "192.0.2.1", "www.example.com/a", "https://www.example.com", "x", "\"a\nb\"", " ", "N/A"];
        Gen<string> text = Gen.Elements(cells).ArrayOf().Select(static row => string.Join(",", row)).ArrayOf().Select(static rows => string.Join("\n", rows));
        Prop.ForAll(text.ToArbitrary(), raw =>
        {
            var report = new Report(Encoding.UTF8.GetBytes(raw + "\n"), Schema.Default);
            ParseResult one = rules.Parse(report);
            ParseResult other = hook.Parse(report);
            return one.Events.Select(static e => Encoding.UTF8.GetString(e.ToJson())).SequenceEqual(other.Events.Select(static e => Encoding.UTF8.GetString(e.ToJson()))) && one.Failures.Count == other.Failures.Count;
        }).Check(Fuzz.Cases(300));
    }

    [Fact]
    public void Random_tables_give_events_and_failures_that_fail_again()
    {
        GenericCsvParser[] parsers =
        [
            Create("""{"columns": ["source.ip", "time.source", "source.url"], "delimiter": "\t", "skip_header": 1}"""),
            Create("""{"columns": ["source.ip|source.fqdn", "extra.j"], "data_type": {"extra.j": "json"}, "compose_fields": {"extra.c": "{0}{1}"}}"""),
            Create("""{"columns": ["source.ip"], "delimiter": " "}"""),
        ];
        string[] pieces = ["192.0.2.1", "x", "\"", ",", ",", "\n", "\r", " ", "\t", "#", "\0", "\u00e9", "\ufeff", "[1]", "{}", "\u00a0"];
        Prop.ForAll(Gen.Elements(pieces).ArrayOf().Select(string.Concat).ToArbitrary(), text => parsers.All(parser =>
            parser.Parse(new Report(Encoding.UTF8.GetBytes("head\n" + text), Schema.Default)).Failures.All(failure =>
            {
                ParseResult again = parser.Parse((Report)failure.Message);
                return failure.Exception is null && again.Events.Count == 0 && again.Failures.Count == 1;
            }))).Check(Fuzz.Cases(1000));
    }
}
