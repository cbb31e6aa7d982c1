using System.Text;
using IntelMQ.Bots;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Core.Tests.Bots;

/// <summary>The rules of maps that say which rows make events, and how many.</summary>
public sealed class RowRulesTests
{
    private static readonly ColumnRule Ip = Rules.Column("ip", Fields.Source.Ip);

    [Fact]
    public void A_row_is_passed_over_before_its_values_are_looked_at()
        => Assert.Equal(["192.0.2.1"], Table("kind,ip\nno,nonsense\nyes,192.0.2.1", [Rules.SkipWhere(Rules.Cell("kind").Is("no")), Ip]));

    [Fact]
    public void A_refused_row_names_the_column()
        => Assert.Equal(["! The column kind is old.", "192.0.2.1"], Table("kind,ip\n1,192.0.2.2\n2,192.0.2.1", [Rules.RefuseWhere(Rules.Cell("kind").IsNot("2"), "is old"), Ip]));

    [Fact]
    public void A_row_must_set_one_of_several_fields()
        => Assert.Equal(
            ["192.0.2.1", "www.example.com", "! The line gives none of source.ip, source.fqdn."],
            Table("ip,name\n192.0.2.1,\n,www.example.com\n,", [Ip, Rules.Column("name", Fields.Source.Fqdn), Rules.NeedOneOf(Fields.Source.Ip, Fields.Source.Fqdn)]));

    [Fact]
    public void Surplus_cells_are_counted()
        => Assert.Equal(["192.0.2.1", "! The line is too long."], Table("ip\n192.0.2.1\n192.0.2.2,more", [Rules.RaggedRows(), Rules.RefuseWhere(RowCondition.HasSurplusCells, "is too long"), Ip]));

    [Fact]
    public void A_rule_counts_only_where_its_condition_holds()
        => Assert.Equal(
            ["192.0.2.1 53", "192.0.2.2 123", "192.0.2.3 123"],
            Table(
                "kind,ip\ndns,192.0.2.1\nntp,192.0.2.2\n,192.0.2.3",
                [Ip, Rules.Constant(Fields.Source.Port, "53").Where(Rules.Cell("kind").IsInAnyCase("DNS")), Rules.Constant(Fields.Source.Port, "123")]));

    [Fact]
    public void The_first_field_that_takes_a_cell_has_it()
        => Assert.Equal(
            ["192.0.2.1", "www.example.com"],
            Table("x\n192.0.2.1\nwww.example.com", [Rules.Column("x", Fields.Source.Ip).Optional(), Rules.Column("x", Fields.Source.Fqdn).UnlessSet(Fields.Source.Ip)]));

    // Of the converter before, nothing stays: what the new one gives is looked at by the field's type.
    [Fact]
    public void A_converter_takes_the_place_of_another()
        => Assert.Equal(
            ["! time.source (from time) is not a date and time."],
            Table("time\n2026", [Rules.Column("time", Fields.Time.Source).With(UtcTime.Exact("yyyy")).With(static (value, _) => Harmonized.Slice(FieldValueKind.Text, 0, 1), "cut")]));

    [Fact]
    public void A_row_becomes_an_event_for_each_known_part_of_a_cell()
        => Assert.Equal(
            ["192.0.2.1 21", "192.0.2.1 80"],
            Table(
                "ip,tags\n192.0.2.1,\"ftp, ssh,http\"\nnonsense,ssh",
                [
                    Rules.Each(new RowElements("tags") { Separator = ",", TrimsElements = true, Known = ["ftp", "http"] }),
                    Ip,
                    Rules.Constant(Fields.Source.Port, "21").Where(Rules.Element.Is("ftp")),
                    Rules.Constant(Fields.Source.Port, "80"),
                ]));

    [Fact]
    public void Of_a_table_all_elements_of_a_row_become_events_or_none()
        => Assert.Equal(
            ["! source.port (from the element) is not an integer.", "192.0.2.2 2"],
            Table("ip,ports\n192.0.2.1,1;many\n192.0.2.2,2;", [Rules.Each(new RowElements("ports") { Separator = ";" }), Ip, Rules.Column(Rules.Element, Fields.Source.Port)]));

    [Fact]
    public void A_row_of_a_table_has_at_most_256_elements()
        => Assert.StartsWith("! The line has 300 elements", Assert.Single(Table($"ip,ports\n192.0.2.1,{string.Join(';', Enumerable.Range(1, 300))}", [Rules.Each(new RowElements("ports") { Separator = ";" }), Ip])), StringComparison.Ordinal);

    [Fact]
    public void A_row_without_elements_makes_an_event_only_where_the_map_says_so()
    {
        Assert.Empty(Table("ip,tags\n192.0.2.1,", [Rules.Each(new RowElements("tags") { Separator = "," }), Ip]));
        Assert.Equal(["192.0.2.1"], Table("ip,tags\n192.0.2.1,", [Rules.Each(new RowElements("tags") { Separator = ",", MayBeNone = true }), Ip]));
    }

    [Fact]
    public void Fixed_elements_tell_two_events_of_a_row_apart()
        => Assert.Equal(
            ["192.0.2.1 1", "192.0.2.1 2"],
            Table("ip\n192.0.2.1", [Rules.Each(RowElements.Of("1", "2")), Ip, Rules.Column(Rules.Element, Fields.Source.Port)]));

    [Fact]
    public void An_element_of_a_JSON_list_fails_alone_with_a_row_that_fails_again()
    {
        FieldMap map = [Rules.Each(new RowElements("a.ports")), Rules.Column("a.ip", Fields.Source.Ip), Rules.Column(Rules.Element, Fields.Source.Port)];
        const string Row = """{"a": {"ports": [1, "many", 2, null], "ip": "192.0.2.1", "other": 1}}""";
        var parser = new Objects(map);
        ParseResult result = parser.Parse(new Report(Encoding.UTF8.GetBytes(Row), Schema.Default));
        Assert.Equal(["192.0.2.1 1", "192.0.2.1 2"], result.Events.Select(Shown));
        Assert.All(result.Events, static message => Assert.Equal(Row, Encoding.UTF8.GetString(message.Raw.Span)));
        IntelMQ.Failures.Failure failure = Assert.Single(result.Failures);
        Assert.Equal("""{"a": {"ports": ["many"], "ip": "192.0.2.1"}}""", Encoding.UTF8.GetString(failure.Message.Raw.Span));
        ParseResult again = parser.Parse((Report)failure.Message);
        Assert.Empty(again.Events);
        Assert.Equal(failure.Reason, Assert.Single(again.Failures).Reason);
    }

    [Fact]
    public void A_JSON_row_of_very_many_elements_is_read_as_rows_of_one()
    {
        FieldMap map = [Rules.Each(new RowElements("ports") { AreDistinct = true }), Rules.Column("ip", Fields.Source.Ip), Rules.Column(Rules.Element, Fields.Source.Port), Rules.Extra("ports")];
        string row = $$"""[{"ports": [{{string.Join(',', Enumerable.Range(1, 1000).Append(7))}}], "ip": "192.0.2.1"}]""";
        ParseResult result = new Objects(map).Parse(new Report(Encoding.UTF8.GetBytes(row), Schema.Default));
        Assert.Equal(1000, result.Events.Count);
        Event last = result.Events.Single(static message => message[Fields.Source.Port] == 999);
        Assert.Equal("""{"ports": [999], "ip": "192.0.2.1"}""", Encoding.UTF8.GetString(last.Raw.Span));
        Assert.Equal("[999]", last["extra.ports"].ToString());
    }

    [Fact]
    public void A_noted_value_goes_to_the_rows_below_it()
    {
        var noted = new NotedValue("the line above");
        var parser = new Lines(noted);
        ParseResult result = parser.Parse(new Report("192.0.2.1\n# 80\n192.0.2.2\n192.0.2.3"u8.ToArray(), Schema.Default));
        Assert.Equal(["192.0.2.1", "192.0.2.2 80", "192.0.2.3 80"], result.Events.Select(Shown));
    }

    [Fact]
    public void The_whole_row_is_a_cell()
        => Assert.Equal("\"a\",b", Assert.Single(new Rows([Rules.Extra(Rules.WholeRow, "line")]).Parse(new Report("x,y\n\"a\",b"u8.ToArray(), Schema.Default)).Events)["extra.line"].ToString());

    [Fact]
    public void A_map_says_what_its_rules_are_for()
    {
        Assert.Equal("`kind` is \"a\" or \"b\", and column 3 says nothing", Rules.Cell("kind").Is("a", "b").And(Rules.Cell(3).IsNothing()).Words);
        Assert.Equal("`tags`, between \",\"", new RowElements("tags") { Separator = "," }.Words);
        Assert.Equal("the element", Rules.Column(Rules.Element, Fields.Source.Ip).Source);
    }

    [Fact]
    public void A_map_has_one_list_of_elements_at_most()
        => Assert.Contains("more than one list", Assert.Single(new Rows([Rules.Each(new RowElements("a")), Rules.Each(new RowElements("b"))]).Parse(new Report("a,b\n1,2"u8.ToArray(), Schema.Default)).Failures).Reason, StringComparison.Ordinal);

    private static string[] Table(string text, FieldMap map)
    {
        var parser = new Rows(map);
        var lines = new List<string>();
        foreach (ParsedItem item in parser.Read(new Report(Encoding.UTF8.GetBytes(text), Schema.Default)))
        {
            lines.Add(item.Event is { } message ? Shown(message) : $"! {item.Failure!.Reason}");
            if (item.Failure is { } failure)
                Assert.Equal(failure.Reason, Assert.Single(new Rows(map).Parse((Report)failure.Message).Failures).Reason);
        }

        return [.. lines];
    }

    private static string Shown(Event message)
        => $"{message["source.ip"].ToString()}{message["source.fqdn"].ToString()}{(message[Fields.Source.Port] is { } port ? $" {port}" : "")}";

    private sealed class Rows(FieldMap map) : CsvParser(new PlainParserOptions())
    {
        public override FieldMap Map => map;
    }

    private sealed class Objects(FieldMap map) : JsonParser(new PlainParserOptions())
    {
        public override FieldMap Map => map;
    }

    private sealed class Lines(NotedValue noted) : LineParser(new PlainParserOptions())
    {
        public override FieldMap Map { get; } = [Column(0, Fields.Source.Ip), noted.For(Fields.Source.Port)];

        protected override LineFormat Format { get; } = new() { CommentPrefixes = ["#"] };

        protected override RowOutcome ReadComment(ReadOnlySpan<byte> line)
        {
            noted.Set(line.TrimStart("# "u8));
            return RowOutcome.Keep;
        }
    }
}
