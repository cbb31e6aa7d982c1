using System.Text;
using IntelMQ.Bots;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Core.Tests.Bots;

/// <summary>What becomes of rows: an event, a failure, or neither, which is counted; and code as a rule of the map.</summary>
public sealed class RowOutcomeTests
{
    private static readonly ColumnRule Ip = Rules.Column("ip", Fields.Source.Ip);

    [Fact]
    public void A_row_that_is_passed_over_is_counted()
    {
        ParseResult result = Parse("kind,ip\nno,192.0.2.1\nyes,192.0.2.2\nno,nonsense\nyes,nonsense", Rules.SkipWhere(Rules.Cell("kind").Is("no")), Ip);
        Assert.Equal((1, 1, 2), (result.Events.Count, result.Failures.Count, result.PassedOver));
    }

    [Fact]
    public void A_row_whose_list_is_empty_is_counted()
    {
        MapRule[] rules = [Rules.Each(new RowElements("tags") { Separator = "," }), Ip];
        ParseResult result = Parse("ip,tags\n192.0.2.1,\n192.0.2.2,a", rules);
        Assert.Equal((1, 0, 1), (result.Events.Count, result.Failures.Count, result.PassedOver));
    }

    [Fact]
    public void A_row_of_which_no_element_is_wanted_is_counted_once()
    {
        MapRule[] rules = [Rules.Each(new RowElements("tags") { Separator = "," }), Rules.SkipWhere(Rules.Element.Is("a", "b")), Ip];
        ParseResult result = Parse("ip,tags\n192.0.2.1,\"a,b\"\n192.0.2.2,\"a,c\"", rules);
        Assert.Equal((1, 0, 1), (result.Events.Count, result.Failures.Count, result.PassedOver));
    }

    [Fact]
    public void Code_of_the_map_keeps_skips_and_refuses_rows()
    {
        ParseResult result = Parse(
            "ip,n\n192.0.2.1,1\n192.0.2.2,2\n192.0.2.3,3",
            Ip,
            Rules.Complete(static row => row.Row["n"].ToString() switch { "1" => RowOutcome.Skip, "2" => RowOutcome.Fail("extra.n", "is two"), _ => RowOutcome.Keep }, "counts"));
        Assert.Equal("192.0.2.3", Assert.Single(result.Events)["source.ip"].ToString());
        Assert.Equal("extra.n is two.", Assert.Single(result.Failures).Reason);
        Assert.Equal(1, result.PassedOver);
    }

    [Fact]
    public void Code_comes_behind_all_other_rules_in_its_order_and_ends_where_a_row_ends()
    {
        string seen = "";
        RowHook Note(string name, RowOutcome outcome) => row =>
        {
            seen += $"{name}{row.Get("source.ip").ToString()};";
            return outcome;
        };
        Parse("ip\n192.0.2.1", Rules.Complete(Note("a", RowOutcome.Keep), "a"), Rules.Complete(Note("b", RowOutcome.Skip), "b"), Rules.Complete(Note("c", RowOutcome.Keep), "c"), Ip);
        Assert.Equal("a192.0.2.1;b192.0.2.1;", seen);
    }

    [Fact]
    public void Code_that_throws_costs_its_row()
    {
        ParseResult result = Parse("ip\n192.0.2.1", Ip, Rules.Complete(static _ => throw new InvalidOperationException("no"), "throws"));
        Assert.Equal("The line made the parser Table break off: no.", Assert.Single(result.Failures).Reason);
    }

    [Fact]
    public void Code_is_given_the_cells_that_it_says_it_reads()
    {
        FieldMap map = [Ip, Rules.Complete(static row => RowOutcome.FailIf(row.Set("extra.other", row.Row["other"])), "copies", "other")];
        Assert.Equal("x", Assert.Single(new Objects(map).Parse(Report("{\"ip\": \"192.0.2.1\", \"other\": \"x\"}")).Events)["extra.other"].ToString());
    }

    [Fact]
    public void An_outcome_is_one_of_three()
    {
        Assert.Equal((true, false, null), (RowOutcome.Keep.IsKept, RowOutcome.Keep.IsSkip, RowOutcome.Keep.Error));
        Assert.Equal((false, true, null), (RowOutcome.Skip.IsKept, RowOutcome.Skip.IsSkip, RowOutcome.Skip.Error));
        Assert.Equal("source.ip is wrong", RowOutcome.Fail("source.ip", "is wrong").Error!.ToString());
        Assert.Equal(RowOutcome.Fail("source.ip", "is wrong"), RowOutcome.Fail("source.ip", "is wrong"));
        Assert.NotEqual(RowOutcome.Keep, RowOutcome.Skip);
    }

    private static ParseResult Parse(string text, params MapRule[] rules) => new Table([.. rules]).Parse(Report(text));

    private static Report Report(string text) => new(Encoding.UTF8.GetBytes(text), Schema.Default);

    private sealed class Table(FieldMap map) : CsvParser(new PlainParserOptions())
    {
        public override FieldMap Map => map;
    }

    private sealed class Objects(FieldMap map) : JsonParser(new PlainParserOptions())
    {
        public override FieldMap Map => map;
    }
}
