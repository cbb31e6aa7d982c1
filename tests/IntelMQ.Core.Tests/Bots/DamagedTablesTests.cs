using System.Diagnostics;
using System.Text;
using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Core.Tests.Bots;

/// <summary>Tables that were cut off, or have lost a quote: what is damaged is a failure, and nothing else is lost.</summary>
public sealed class DamagedTablesTests
{
    private const string Unclosed = "The line opens a quote that is not closed in its row.";

    private static readonly FieldMap Map = [Rules.Column("ip", Fields.Source.Ip), Rules.Extra("text"), Rules.Extra("more")];

    private static readonly Table WithHeader = new(CsvFormat.WithHeader, Map);

    private static readonly Table WithoutHeader = new(CsvFormat.WithoutHeader, [Rules.Column(0, Fields.Source.Ip), Rules.Extra(1, "text")]);

    [Fact]
    public void A_table_that_ends_within_quotes_has_no_event_of_half_an_address()
        => Assert.Equal(["192.0.2.1", Unclosed], WithHeader.Read("ip,text,more\n\"192.0.2.1\",\"a\",\"b\"\n\"192.0.2.1"));

    [Fact]
    public void A_quote_missing_at_a_line_end_costs_that_line_alone()
        => Assert.Equal(
            [Unclosed, "192.0.2.2", "192.0.2.3"],
            WithHeader.Read("ip,text,more\n\"192.0.2.1\",\"a\",\"b\n\"192.0.2.2\",\"a\",\"b\"\n\"192.0.2.3\",\"a\",\"b\"\n"));

    [Fact]
    public void A_quote_missing_within_a_line_shifts_no_cells()
        => Assert.Equal(
            ["The line has 2 cells, but the header has 3.", "192.0.2.2"],
            WithHeader.Read("ip,text,more\n\"192.0.2.1\",\"a,\"b\"\n\"192.0.2.2\",\"a\",\"b\"\n"));

    [Theory]
    [InlineData("192.0.2.9,a", "The line has 2 cells, but the header has 3.")]
    [InlineData("192.0.2.9,a,b,c", "The line has 4 cells, but the header has 3.")]
    [InlineData("192.0.2.9", "The line has 1 cell, but the header has 3.")]
    [InlineData("192.0.2.9,a,\"b\n\"\"c\",d", Unclosed)]
    public void Rows_have_as_many_cells_as_the_header(string row, string reason)
    {
        string[] read = WithHeader.Read($"ip,text,more\n192.0.2.1,a,b\n{row}\n192.0.2.2,a,b");
        Assert.Equal(["192.0.2.1", reason], read[..2]);
        Assert.Equal("192.0.2.2", read[^1]);
    }

    [Fact]
    public void Feeds_whose_rows_are_ragged_say_so_in_their_map()
        => Assert.Equal(
            ["192.0.2.1", "192.0.2.2"],
            new Table(CsvFormat.WithHeader, [.. Map, Rules.RaggedRows()]).Read("ip,text,more\n192.0.2.1\n192.0.2.2,a,b,c"));

    [Fact]
    public void Rows_of_a_table_without_a_header_may_have_any_number_of_cells()
        => Assert.Equal(["192.0.2.1", "192.0.2.2"], WithoutHeader.Read("192.0.2.1\n192.0.2.2,a,b,c"));

    [Fact]
    public void A_format_may_say_how_many_cells_the_rows_of_a_table_without_a_header_have()
        => Assert.Equal(
            ["192.0.2.1", "The line has 1 cell, but a row must have 2."],
            new Table(CsvFormat.WithoutHeader with { CellCount = 2 }, [Rules.Column(0, Fields.Source.Ip)]).Read("192.0.2.1,a\n192.0.2.2"));

    [Theory]
    [InlineData("192.0.2.1,\"a\n192.0.2.2,b\n192.0.2.3,c\n")]
    [InlineData("192.0.2.1,\"a\r\n192.0.2.2,b\r\n192.0.2.3,c")]
    [InlineData("192.0.2.1,\"a\n192.0.2.2,b\n192.0.2.3,c\"d\n")]
    [InlineData("192.0.2.1,\"a\r192.0.2.2,b\r192.0.2.3,c\"\"")]
    public void A_stray_quote_hides_one_line_and_no_more(string table)
        => Assert.Equal([Unclosed, "192.0.2.2", "192.0.2.3"], WithoutHeader.Read(table));

    [Fact]
    public void A_stray_quote_does_not_hide_a_chunk()
    {
        string rest = string.Concat(Enumerable.Range(0, 20_000).Select(static i => $"192.0.2.{i % 250},x{i}\n"));
        ParseResult result = WithoutHeader.Parse("192.0.2.1,\"a\n" + rest);
        Assert.Equal(20_000, result.Events.Count);
        Assert.Equal("192.0.2.1,\"a", Encoding.UTF8.GetString(Assert.Single(result.Failures).Message.Raw.Span));
    }

    [Fact]
    public void A_row_may_have_as_many_lines_as_the_parameter_allows()
    {
        var options = new PlainParserOptions { MaxRowLines = 3 };
        var table = new Table(CsvFormat.WithoutHeader, [Rules.Column(0, Fields.Source.Ip)], options);
        Assert.Equal(["192.0.2.1", "192.0.2.5"], table.Read("192.0.2.1,\"a\nb\nc\"\n192.0.2.5,d"));
        Assert.Equal([Unclosed, "192.0.2.2", "192.0.2.3", "192.0.2.4", "192.0.2.5"], table.Read("192.0.2.1,\"a\n192.0.2.2\n192.0.2.3\n192.0.2.4,x\"\n192.0.2.5,d"));
    }

    [Fact]
    public void Cells_with_line_ends_and_quotes_are_whole_also_behind_a_damaged_line()
    {
        ParseResult result = WithHeader.Parse("ip,text,more\n192.0.2.9,\"a\n192.0.2.1,\"b \"\"c\"\"\n, d\",e\n\n192.0.2.2,f,\"\"\n");
        Assert.Equal("b \"c\"\n, d", result.Events[0]["extra.text"].ToString());
        Assert.Equal("192.0.2.2", result.Events[1]["source.ip"].ToString());
        Failure failure = Assert.Single(result.Failures);
        Assert.Equal((2, 13), (failure.LineNumber, failure.Offset));
        WithHeader.FailsAgain(failure);
    }

    [Fact]
    public void Comments_and_their_quotes_are_no_rows()
    {
        var table = new Table(CsvFormat.WithHeader with { CommentPrefix = '#' }, Map);
        Assert.Equal([Unclosed, "192.0.2.2"], table.Read("# \"x\nip,text,more\n192.0.2.1,\"a,b\n# it\"s\n192.0.2.2,a,b\n# \"y"));
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html><body>404, not found</body></html>")]
    [InlineData("{\"error\": \"invalid key\"}")]
    [InlineData("Service unavailable")]
    [InlineData("text,more")]
    public void One_line_that_is_no_header_of_the_feed_is_one_failure(string line)
    {
        Table table = new(CsvFormat.WithHeader, [Rules.Column("ip", Fields.Source.Ip) with { IsColumnRequired = true }, Rules.Extra("text")]);
        Failure failure = Assert.Single(table.Parse(line).Failures);
        Assert.Contains("no header of this feed", failure.Reason, StringComparison.Ordinal);
        table.FailsAgain(failure);
    }

    [Fact]
    public void A_header_alone_is_an_empty_report()
        => Assert.Empty(WithHeader.Read("ip,text,more\n"));

    [Theory]
    [InlineData("ip,\"text\n192.0.2.1,a\n")]
    [InlineData("ip,\"text\n192.0.2.1,\"a\"\n")]
    public void A_header_with_a_lost_quote_is_one_failure(string text)
        => Assert.Contains("header", Assert.Single(WithHeader.Read(text)), StringComparison.Ordinal);

    // A line that opens a quote where it begins a row, and opens one again where it begins within quotes, makes a careless reader look at
    // the rest of the table once for each line.
    [Theory]
    [InlineData("a\"b,\"c\n")]
    [InlineData("\"\n")]
    [InlineData("\"\"\"\n")]
    [InlineData("192.0.2.1,\"x\n192.0.2.1,x\n")]
    [InlineData(",\"\n,\n")]
    [InlineData("\"a\nb\"c\n")]
    public void Hostile_quotes_cost_linear_time(string pattern)
    {
        byte[] raw = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(pattern, 2_000_000 / pattern.Length)));
        var clock = Stopwatch.StartNew();
        WithoutHeader.Count(raw);
        // A second at rest, some on a busy machine; hours where the time grows with the square.
        Assert.InRange(clock.Elapsed.TotalMinutes, 0, 10);
    }

    [Fact]
    public void A_line_of_many_cells_costs_what_the_limit_allows()
    {
        byte[] raw = new byte[256 * 1024 * 1024];
        raw.AsSpan().Fill((byte)',');
        "192.0.2.1,a\n"u8.CopyTo(raw);
        "\n192.0.2.2,a"u8.CopyTo(raw.AsSpan(raw.Length - 12));
        long before = GC.GetAllocatedBytesForCurrentThread();
        var clock = Stopwatch.StartNew();
        ParseResult result = WithoutHeader.Parse(new Report(raw, Schema.Default));
        Assert.Equal(2, result.Events.Count);
        Assert.Contains("max_line_size", Assert.Single(result.Failures).Reason, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 * 1024 * 1024);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 10);
    }

    [Fact]
    public void A_header_over_the_limit_is_refused_without_reading_it_all()
    {
        byte[] raw = new byte[256 * 1024 * 1024];
        raw.AsSpan().Fill((byte)',');
        long before = GC.GetAllocatedBytesForCurrentThread();
        ParseResult result = WithHeader.Parse(new Report(raw, Schema.Default));
        Assert.Contains("header", Assert.Single(result.Failures).Reason, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1024 * 1024);
    }

    private sealed class Table(CsvFormat format, FieldMap map, PlainParserOptions? options = null) : CsvParser(options ?? new PlainParserOptions())
    {
        public override FieldMap Map => map;

        protected override CsvFormat Format => format;

        public string[] Read(string text)
            => [.. Read(new Report(Encoding.UTF8.GetBytes(text), Schema.Default)).Select(static item => item.Failure?.Reason ?? item.Event!["source.ip"].ToString())];

        public int Count(byte[] raw) => Read(new Report(raw, Schema.Default)).Count();

        public void FailsAgain(Failure failure)
        {
            ParseResult again = Parse((Report)failure.Message);
            Assert.Empty(again.Events);
            Assert.Equal(failure.Reason, Assert.Single(again.Failures).Reason);
        }
    }
}
