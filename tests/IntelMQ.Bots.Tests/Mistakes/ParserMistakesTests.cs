using System.Text;
using IntelMQ.Bots.Parsers.AbuseCh;
using IntelMQ.Failures;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Tests.Mistakes;

/// <summary>What somebody gets wrong with parsers, and what the packages answer.</summary>
public sealed class ParserMistakesTests
{
    [Fact]
    public void A_table_fed_to_a_parser_of_json_is_one_failure()
        => Assert.Equal(
            "The report is neither JSON nor a table with the column dst_ip.",
            Assert.Single(Failures(new FeodoTrackerParser(new()), "ip,port\n192.0.2.1,80\n")).Reason);

    [Fact]
    public void Another_feeds_table_fails_with_the_columns_of_both()
    {
        IReadOnlyList<Failure> failures = Failures(new ExampleParser(new()), "address,count\n192.0.2.1,80\n192.0.2.2,81\n");
        Assert.Equal(2, failures.Count);
        Assert.All(failures, static failure => Assert.Equal(
            "The line stands in a table that has none of the columns of this feed (ip, seen); it has address, count: another feed, no table, or a table without its header.",
            failure.Reason));
    }

    [Fact]
    public void A_row_without_a_value_that_must_be_there_says_which_column()
        => Assert.Equal("line 2: source.ip (from ip) is missing.", Assert.Single(Failures(new ExampleParser(new()), "ip,seen\n,2026-11-20\n")).ToString());

    [Fact]
    public void A_cell_that_is_refused_says_field_column_and_reason()
        => Assert.Equal("line 2: source.ip (from ip) is not an IP address: 'example.com'.", Assert.Single(Failures(new ExampleParser(new()), "ip,seen\nexample.com,2026-11-20\n")).ToString());

    [Fact]
    public void A_schema_that_lacks_a_field_of_the_map_says_how_to_add_it()
        => Assert.Contains(
            "'my.field'",
            Assert.Single(Failures(new WronglyMappedParser(), "a\n1\n")).Reason,
            StringComparison.Ordinal);

    private static IReadOnlyList<Failure> Failures(Parser parser, string text)
    {
        ParseResult result = parser.Parse(new Report(Encoding.UTF8.GetBytes(text), Schema.Default));
        Assert.Empty(result.Events);
        return result.Failures;
    }

    private sealed class ExampleParser(PlainParserOptions options) : CsvParser(options)
    {
        public override FieldMap Map { get; } =
        [
            Constant(Fields.Classification.Type, ClassificationType.Scanner),
            Column("ip", Fields.Source.Ip).Required(),
            Column("seen", Fields.Time.Source).Optional(),
        ];
    }
}

/// <summary>A map that names fields which the schema lacks, and a constant that its field refuses.</summary>
internal sealed class WronglyMappedParser() : CsvParser(new PlainParserOptions())
{
    public override FieldMap Map { get; } =
    [
        Rules.Column("a", "my.field"),
        Rules.Column("b", "source.ipp"),
        Constant(Fields.Classification.Type, "botnet"),
    ];
}
