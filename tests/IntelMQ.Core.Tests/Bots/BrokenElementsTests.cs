using System.Text;
using IntelMQ.Bots;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Core.Tests.Bots;

/// <summary>An element at which a parser breaks costs itself, and nothing that was read before is read again.</summary>
public sealed class BrokenElementsTests
{
    private static readonly FieldMap Map = [Rules.Column("ip", Fields.Source.Ip), Rules.Extra("note").With(Throwing, "throws at x")];

    [Fact]
    public void A_row_of_a_table_at_which_a_converter_throws_costs_itself()
        => Check(new Table(), "ip,note\n192.0.2.1,a\n192.0.2.2,x\n192.0.2.3,b\n");

    [Fact]
    public void An_object_at_which_a_converter_throws_costs_itself()
        => Check(new Objects(), """[{"ip": "192.0.2.1", "note": "a"}, {"ip": "192.0.2.2", "note": "x"}, {"ip": "192.0.2.3", "note": "b"}]""");

    [Fact]
    public void A_line_at_which_a_converter_throws_costs_itself()
        => Check(new Pairs(), "ip=192.0.2.1 note=a\nip=192.0.2.2 note=x\nip=192.0.2.3 note=b");

    [Fact]
    public void An_element_at_which_a_converter_throws_costs_itself()
    {
        var parser = new Objects([Rules.Each(new RowElements("ips")), Rules.Column(Rules.Element, Fields.Source.Ip).With(Throwing, "throws at x")]);
        ParseResult result = parser.Parse(Report("""[{"ips": ["192.0.2.1", "x", "192.0.2.3"]}]"""));
        Assert.Equal(["192.0.2.1", "192.0.2.3"], result.Events.Select(static message => message["source.ip"].ToString()));
        Assert.IsType<InvalidOperationException>(Assert.Single(result.Failures).Exception);
    }

    [Theory]
    [InlineData("""{"\ud800": 1, "ip": "192.0.2.2"}""", null)]
    [InlineData("""{"ip": "192.0.2.2", "more": {"\udfff": ["\ud800"]}}""", null)]
    [InlineData("""{"ip": "192.0.2.2", "note": "a\ud800\n"}""", "a\uFFFD\n")]
    [InlineData("""{"ip": "192.0.2.2", "note": ["a\ud800", "b"]}""", """["a\ufffd", "b"]""")]
    [InlineData("""{"ip": "192.0.2.2", "note": {"\ud800": [{"\udc00": 1}]}}""", """{"\ufffd": [{"\ufffd": 1}]}""")]
    public void Half_of_a_pair_costs_itself_wherever_it_stands(string element, string? note)
    {
        foreach (Parser parser in new Parser[] { new Objects(), new ObjectLines() })
        {
            string first = """{"ip": "192.0.2.1"}""";
            string text = parser is Objects ? $"[{first}, {element}, {first}]" : $"{first}\n{element}\n{first}";
            ParseResult result = parser.Parse(Report(text));
            Assert.Empty(result.Failures);
            Assert.Equal(["192.0.2.1", "192.0.2.2", "192.0.2.1"], result.Events.Select(static message => message["source.ip"].ToString()));
            if (note is not null)
                Assert.Equal(note, result.Events[1]["extra.note"].ToString());
            Assert.All(result.Events, static message => Assert.True(new MessageReader(Schema.Default).TryRead(message.ToJson(), "Event", out _, out _)));
        }
    }

    [Theory]
    [InlineData("\"\\ud800\"", "\"\\ufffd\"")]
    [InlineData("\"\\udc00\\ud800\"", "\"\\ufffd\\ufffd\"")]
    [InlineData("\"\\ud800\\n\"", "\"\\ufffd\\n\"")]
    [InlineData("\"\\ud83d\\ude00\"", "\"\\ud83d\\ude00\"")]
    [InlineData("\"\\\\ud800\"", "\"\\\\ud800\"")]
    [InlineData("\"\\uD83D\\u0041\"", "\"\\ufffd\\u0041\"")]
    [InlineData("\"\\u", "\"\\u")]
    [InlineData("\\", "\\")]
    public void Halves_of_pairs_are_replaced_in_JSON_text(string json, string repaired)
        => Assert.Equal(repaired, Encoding.UTF8.GetString(IntelMQ.Text.JsonUnicode.Repair(Encoding.UTF8.GetBytes(json)).Span));

    private static void Check(Parser parser, string text)
    {
        ParseResult result = parser.Parse(Report(text));
        Assert.Equal(["192.0.2.1", "192.0.2.3"], result.Events.Select(static message => message["source.ip"].ToString()));
        IntelMQ.Failures.Failure failure = Assert.Single(result.Failures);
        Assert.IsType<InvalidOperationException>(failure.Exception);

        ParseResult again = parser.Parse((Report)failure.Message);
        Assert.Empty(again.Events);
        Assert.Equal(failure.Reason, Assert.Single(again.Failures).Reason);
    }

    private static Report Report(string text) => new(Encoding.UTF8.GetBytes(text), Schema.Default);

    private static Harmonized Throwing(FieldValue value, IntelMQ.Text.Utf8Buffer buffer)
        => value.Utf8.SequenceEqual("x"u8) ? throw new InvalidOperationException("no x") : Harmonized.Slice(value.Kind, 0, value.Utf8.Length);

    private sealed class Table() : CsvParser(new PlainParserOptions())
    {
        public override FieldMap Map => BrokenElementsTests.Map;
    }

    private sealed class Objects(FieldMap? map = null) : JsonParser(new PlainParserOptions())
    {
        public override FieldMap Map => map ?? BrokenElementsTests.Map;
    }

    private sealed class ObjectLines() : JsonLinesParser(new PlainParserOptions())
    {
        public override FieldMap Map => BrokenElementsTests.Map;
    }

    private sealed class Pairs() : KeyValueParser(new PlainParserOptions())
    {
        public override FieldMap Map => BrokenElementsTests.Map;
    }
}
