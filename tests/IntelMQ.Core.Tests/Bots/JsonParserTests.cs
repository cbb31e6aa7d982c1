using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Core.Tests.Bots;

public sealed class JsonParserTests
{
    private static Json Parser => new(new PlainParserOptions { MaxLineSize = 4096 });

    [Fact]
    public void Each_member_of_an_array_is_an_element()
    {
        ParseResult result = Parser.Parse("""
            [
              {"ip": "192.0.2.1", "port": 80},
              {"ip": "192.0.2.2", "note": "a\"b\u00fc"}
            ]
            """);
        Assert.Empty(result.Failures);
        Assert.Equal("80", result.Events[0]["source.port"].ToString());
        Assert.Equal("""{"ip": "192.0.2.1", "port": 80}""", result.Events[0].Raw());
        Assert.Equal("a\"bü", result.Events[1]["extra.note"].ToString());
    }

    [Fact]
    public void One_object_is_one_element()
        => Assert.Equal("192.0.2.1", Assert.Single(Parser.Parse("""{"ip":"192.0.2.1"}""").Events)["source.ip"].ToString());

    [Theory]
    [InlineData("""{"place":{"cc":"AT"}}""", "AT")]
    [InlineData("""{"place.cc":"AT"}""", "AT")]
    [InlineData("""{"place.cc":"AT","place":{"cc":"DE"}}""", "AT")]
    [InlineData("""{"place":{"cc":"DE"},"place.cc":"AT"}""", "AT")]
    [InlineData("""{"place":{"cc":"DE"},"place":{"cc":"AT"}}""", "AT")]
    [InlineData("""{"place":{"cc":"DE"},"place":{"dc":"AT"}}""", "")]
    [InlineData("""{"place":{"cc":"DE"},"place":[]}""", "")]
    [InlineData("""{"place":{"cc":null}}""", "")]
    [InlineData("""{"pl\u0061ce":{"cc":"AT"}}""", "AT")]
    [InlineData("""{"other":{"place":{"cc":"DE"}},"place":"AT"}""", "")]
    public void Names_with_dots_are_paths(string text, string expected)
        => Assert.Equal(expected, Assert.Single(Parser.Parse(text).Events)["source.geolocation.cc"].ToString());

    [Fact]
    public void Every_way_to_cut_a_path_is_tried()
        => Assert.Equal("x", Assert.Single(Parser.Parse("""{"a":{"b.c":{"d":"x"}}}""").Events)["extra.deep"].ToString());

    [Theory]
    [InlineData("1.50", FieldValueKind.Number, "1.50")]
    [InlineData("true", FieldValueKind.Boolean, "true")]
    [InlineData("[1, {\"a\": \"\\u00fc\"}]", FieldValueKind.Json, "[1, {\"a\": \"\\u00fc\"}]")]
    [InlineData("{\n\"a\":\r\n2}", FieldValueKind.Json, "{\"a\":2}")]
    [InlineData("null", FieldValueKind.Missing, "")]
    public void Values_keep_their_kind(string value, FieldValueKind kind, string text)
    {
        Event only = Assert.Single(Parser.Parse($$"""{"note": {{value}}, "port": 1}""").Events);
        Assert.Equal(kind, only["extra.note"].Kind);
        Assert.Equal(text, only["extra.note"].ToString());
    }

    [Fact]
    public void Elements_that_are_nothing_are_passed_over()
    {
        ParseResult result = Parser.Parse("""[null, {}, "", [], 0, 0.0e3, false, { }, {"port":1}]""");
        Assert.Single(result.Events);
        Assert.Empty(result.Failures);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("\"text , ]\"")]
    [InlineData("true")]
    [InlineData("[1, [2, 3]]")]
    [InlineData("{\"ip\": \"x\"}")]
    [InlineData("{\"ip\": \"\\ud800\"}")]
    public void An_element_fails_alone_and_again(string element)
    {
        ParseResult result = Parser.Parse($$"""[{"port": 1}, {{element}},{{element}} ,{"port": 2}]""");
        Assert.Equal(2, result.Events.Count);
        Assert.Equal(2, result.Failures.Count);
        ParseResult again = Parser.Parse((Report)result.Failures[0].Message);
        Assert.Empty(again.Events);
        Assert.Single(again.Failures);
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("{\"port\": 1}, {}")]
    [InlineData("[{\"port\": 1}, {\"port\":]")]
    [InlineData("[{\"port\": 1}] x")]
    [InlineData("NaN")]
    [InlineData("17")]
    public void A_report_that_is_no_JSON_fails_as_a_whole(string text)
    {
        ParseResult result = Parser.Parse(text);
        Assert.Empty(result.Events);
        Failure failure = Assert.Single(result.Failures);
        Assert.Equal(text, failure.Message.Raw());
        Parser.FailsAgain(failure);
    }

    [Fact]
    public void Deep_nesting_is_refused()
        => Assert.Contains("nested deeper", Assert.Single(Parser.Parse(new string('[', 100_000)).Failures).Reason, StringComparison.Ordinal);

    [Fact]
    public void A_long_element_is_cut_short()
    {
        ParseResult result = Parser.Parse($$"""[{"x":"{{new string('x', 5000)}}"},{"port":1}]""");
        Assert.Single(result.Events);
        Assert.Equal(5008, Assert.Single(result.Failures).TruncatedFrom);
    }

    [Fact]
    public void Bad_lines_fail_alone_where_each_line_is_an_object()
    {
        var parser = new JsonLines(new PlainParserOptions());
        ParseResult result = parser.Parse("{\"port\":1}\r\n\n{}\n{\"port\":2\nnonsense\n[1]\n{\"port\":\"x\u2028\"}\n{\"port\":3} {}\n null \n{\"port\":4, \"note\":\"\u2028\"}");
        Assert.Equal(["1", "4"], result.Events.Select(static e => e["source.port"].ToString()));
        Assert.Equal([4L, 5, 6, 7, 8], result.Failures.Select(static f => f.LineNumber));
        foreach (Failure failure in result.Failures)
            parser.FailsAgain(failure);
    }

    [Theory]
    [InlineData("""{"list": [{"ip": "192.0.2.1"}, {"ip": "192.0.2.2"}]}""", "192.0.2.2", "")]
    [InlineData("""{"list": [[5], "192.0.2.2"]}""", "", "")]
    [InlineData("""{"list": [1, 2, ["a", "b"]]}""", "", "b")]
    [InlineData("""{"list": [1, 2, 3], "list": []}""", "", "")]
    [InlineData("""{"list": {"1": {"ip": "192.0.2.2"}}}""", "192.0.2.2", "")]
    public void Elements_of_arrays_have_their_positions_for_names(string text, string ip, string inner)
    {
        Event only = Assert.Single(new Strict(new PlainParserOptions()).Parse(text).Events);
        Assert.Equal(ip, only["source.ip"].ToString());
        Assert.Equal(inner, only["extra.inner"].ToString());
    }

    [Theory]
    [InlineData("""{"must": 1, "other": {"list": 1}}""", "The column other is not known.")]
    [InlineData("""{"must": 1, "list": [{"other": 1}]}""", null)]
    [InlineData("""{"list": 1}""", "extra.must (from must) is missing.")]
    [InlineData("""{"must": null}""", null)]
    [InlineData("""{"must": ""}""", null)]
    public void Members_may_be_refused_or_required(string text, string? reason)
    {
        var parser = new Required(new PlainParserOptions());
        ParseResult result = parser.Parse(text);
        Assert.Equal(reason is null ? 1 : 0, result.Events.Count);
        Assert.Equal(reason, result.Failures.SingleOrDefault()?.Reason);
        if (reason is not null)
            parser.FailsAgain(result.Failures[0]);
    }

    private static FieldMap Map { get; } =
    [
        Rules.Column("ip", Fields.Source.Ip),
        Rules.Column("port", Fields.Source.Port),
        Rules.Column("place.cc", Fields.Source.Geolocation.Cc).Optional(),
        Rules.Extra("a.b.c.d", "deep"),
        Rules.Extra("note"),
    ];

    private sealed class Json(ParserOptions options) : JsonParser(options)
    {
        public override FieldMap Map => JsonParserTests.Map;
    }

    private sealed class Strict(ParserOptions options) : JsonParser(options)
    {
        public override FieldMap Map { get; } = [Column("list.1.ip", Fields.Source.Ip), Extra("list.2.1", "inner")];
    }

    private sealed class Required(ParserOptions options) : JsonParser(options)
    {
        public override FieldMap Map { get; } = [Extra("must").RequiresCell(), Extra("list")];

        protected override bool RefusesUnknownMembers => true;
    }

    private sealed class JsonLines(ParserOptions options) : JsonLinesParser(options)
    {
        public override FieldMap Map => JsonParserTests.Map;
    }
}
