using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Core.Tests.Bots;

public sealed class CsvParserTests
{
    private const int Mega = 1024 * 1024;

    private static readonly Table WithHeader = new(CsvFormat.WithHeader);

    // Python's rules for quotes: one within a cell is a character, text behind a closing quote belongs to the cell.
    [Theory]
    [InlineData("192.0.2.1,a\"b", "a\"b")]
    [InlineData("192.0.2.1,\"a\"\"b\"", "a\"b")]
    [InlineData("192.0.2.1,\"a\"b", "ab")]
    [InlineData("192.0.2.1,\"a\"b\"c", "ab\"c")]
    [InlineData("192.0.2.1,\"a,b\nc\"", "a,b\nc")]
    [InlineData("192.0.2.1, \"a\"", " \"a\"")]
    [InlineData("192.0.2.1,a\0b", "ab")]
    public void Cells_are_read_as_Python_reads_them(string row, string expected)
        => Assert.Equal(expected, Assert.Single(WithHeader.Parse("ip,text\n" + row).Events)["extra.text"].ToString());

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Every_line_end_ends_a_row_and_blank_rows_are_passed_over(string end)
    {
        ParseResult result = WithHeader.Parse($"{end}ip,text{end}192.0.2.1,a{end}{end}192.0.2.2,b{end}");
        Assert.Equal(["192.0.2.1", "192.0.2.2"], result.Events.Select(static e => e["source.ip"].ToString()));
        Assert.Equal($"ip,text{end}192.0.2.2,b", result.Events[1].Raw());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t ")]
    [InlineData("\0\0")]
    [InlineData("\ufeff")]
    [InlineData("ip,text")]
    public void A_table_without_rows_gives_nothing(string text)
    {
        ParseResult result = WithHeader.Parse(text);
        Assert.Empty(result.Events);
        Assert.Empty(result.Failures);
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_first_column()
        => Assert.Equal("192.0.2.1", Assert.Single(WithHeader.Parse("\ufeffip\n192.0.2.1\n").Events)["source.ip"].ToString());

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_read_as_Windows_1252()
    {
        byte[] raw = [.. "ip,text\n192.0.2.1,a"u8, 0xFF, 0xFE, 0xC3, .. "b\n"u8];
        Assert.Equal("a\u00ff\u00fe\u00c3b", Assert.Single(WithHeader.Parse(new Report(raw, Schema.Default)).Events)["extra.text"].ToString());
    }

    [Fact]
    public void A_row_cut_off_is_a_failure()
    {
        ParseResult result = WithHeader.Parse("ip,text\n192.0.2.1,a\n192.0");
        Assert.Single(result.Events);
        Assert.Equal("The line has 1 cell, but the header has 2.", Assert.Single(result.Failures).Reason);
    }

    [Theory]
    [InlineData("  ")]
    [InlineData("x\t")]
    [InlineData("x,\"a\"\u00a0")]
    [InlineData("x,\"a\nb\"")]
    [InlineData("x,\"never closed")]
    public void A_failed_row_fails_again_when_it_stands_alone(string row)
    {
        foreach (Table table in new[] { WithHeader, new Table(CsvFormat.WithoutHeader) })
        {
            IReadOnlyList<Failure> failures = table.Parse($"ip,text\n192.0.2.1,a\n{row}\nx,y\n").Failures;
            Assert.NotEmpty(failures);
            foreach (Failure failure in failures)
                table.FailsAgain(failure);
        }
    }

    [Fact]
    public void A_failed_row_that_begins_like_a_byte_order_mark_fails_again()
    {
        var table = new Table(CsvFormat.WithoutHeader);
        table.FailsAgain(Assert.Single(table.Parse("192.0.2.1\n\ufeff192.0.2.1\n").Failures));
    }

    [Fact]
    public void A_hook_sees_cells_that_no_rule_names()
    {
        var table = new Table(CsvFormat.WithoutHeader) { Hook = static row => RowOutcome.FailIf(row.Set("extra.last", row.Row[3])) };
        Assert.Equal("d", Assert.Single(table.Parse("192.0.2.1,b,c,d").Events)["extra.last"].ToString());
    }

    [Fact]
    public void Raw_may_end_with_the_line_end_or_without_white_space()
    {
        Assert.Equal("192.0.2.1,a \r\n", new Table(new CsvFormat { RawEnd = RawRowEnd.WithLineEnd, TrimsText = false }).Parse("192.0.2.1,a \r\n").Events[0].Raw());
        Assert.Equal("192.0.2.1,a", new Table(new CsvFormat { RawEnd = RawRowEnd.Trimmed }).Parse("192.0.2.1,a \t\r\nx").Events[0].Raw());
    }

    [Fact]
    public void A_line_of_a_hundred_megabytes_is_one_failure_that_keeps_little()
    {
        byte[] raw = new byte[100 * Mega];
        raw.AsSpan().Fill((byte)'x');
        "ip,text\n"u8.CopyTo(raw);
        "\n192.0.2.1,a\n"u8.CopyTo(raw.AsSpan(raw.Length - 13));
        (ParseResult result, long allocated) = Measure(raw);
        Assert.Single(result.Events);
        Failure failure = Assert.Single(result.Failures);
        Assert.Contains("max_line_size", failure.Reason, StringComparison.Ordinal);
        Assert.InRange(failure.TruncatedFrom, 99 * Mega, 100 * Mega);
        Assert.InRange(failure.Message.Raw.Length, 64 * 1024, 65 * 1024);
        Assert.InRange(allocated, 0, 4 * Mega);
    }

    [Fact]
    public void A_million_columns_are_bounded_work()
    {
        byte[] commas = new byte[1_000_000];
        commas.AsSpan().Fill((byte)',');
        (ParseResult rows, long allocated) = Measure([.. "ip,text\n192.0.2.1,a"u8, .. commas]);
        Assert.Contains("cells", Assert.Single(rows.Failures).Reason, StringComparison.Ordinal);
        Assert.InRange(allocated, 0, 64 * Mega);

        (ParseResult header, allocated) = Measure([.. "ip,text"u8, .. commas, .. "\n192.0.2.1,a\n192.0.2.1,a\n"u8]);
        Assert.Empty(header.Events);
        Assert.Contains("header", Assert.Single(header.Failures).Reason, StringComparison.Ordinal);
        Assert.InRange(allocated, 0, 64 * Mega);
    }

    [Fact]
    public void A_megabyte_of_header_before_many_rows_is_one_failure()
    {
        byte[] header = new byte[Mega];
        header.AsSpan().Fill((byte)'h');
        (ParseResult result, long allocated) = Measure([.. "ip,text,"u8, .. header, .. Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("\n192.0.2.3,b,", 10_000)))]);
        Assert.Empty(result.Events);
        Assert.Contains("header", Assert.Single(result.Failures).Reason, StringComparison.Ordinal);
        Assert.InRange(allocated, 0, 4 * Mega);
    }

    [Fact]
    public void Rows_fail_or_replace_where_a_field_has_been_set()
    {
        ColumnRule second = Rules.Column(1, "source.ip");
        Assert.Equal("192.0.2.1", Assert.Single(Both(second).Events)["source.ip"].ToString());
        Assert.Equal("192.0.2.2", Assert.Single(Both(second with { WhenSet = OccupiedFieldPolicy.Replace }).Events)["source.ip"].ToString());
        Assert.Contains("set already", Assert.Single(Both(second with { WhenSet = OccupiedFieldPolicy.Fail }).Failures).Reason, StringComparison.Ordinal);

        static ParseResult Both(ColumnRule rule) => new Table(CsvFormat.WithoutHeader) { Columns = [Rules.Column(0, "source.ip"), rule] }.Parse("192.0.2.1,192.0.2.2");
    }

    [Theory]
    [InlineData(5)]
    [InlineData(64)]
    [InlineData(130)]
    public void Events_of_one_table_keep_their_own_names_whatever_becomes_of_the_others(int columns)
    {
        var table = new Table(CsvFormat.WithHeader) { Columns = [Rules.Column("ip", "source.ip"), Rules.Rest()] };
        string header = "ip," + string.Join(',', Enumerable.Range(0, columns).Select(static i => $"c{i:000}"));
        int[] steps = [1, 2, 3, 1];
        string[][] rows = [.. steps.Select(step => Enumerable.Range(0, columns).Select(i => i % step == 0 ? $"{i}" : "").ToArray())];
        IReadOnlyList<Event> events = table.Parse(header + "\n" + string.Join('\n', rows.Select(static row => "192.0.2.1," + string.Join(',', row)))).Events;

        events[0].Remove("extra.c000");
        events[0].Set("extra.a", "first");
        events[0].Set("extra.c001", "changed");

        for (int row = 1; row < rows.Length; row++)
        {
            string cells = string.Join(", ", rows[row].Select(static (cell, i) => $"\"extra.c{i:000}\": \"{cell}\"").Where(static member => !member.EndsWith("\"\"", StringComparison.Ordinal)));
            string expected = "{" + cells + ", \"source.ip\": \"192.0.2.1\"}";
            Assert.Equal(expected, Encoding.UTF8.GetString(events[row].ToJson(MessageFormat.WithoutRaw)));
        }

        Assert.Equal(["extra.a", "extra.c001"], NamesOf(events[0]).Take(2));

        static List<string> NamesOf(Event message)
        {
            var names = new List<string>();
            foreach (FieldEntry field in message)
                names.Add(field.Key.Name);
            return names;
        }
    }

    [Fact]
    public void Random_tables_never_throw_and_their_failures_fail_again()
    {
        string[] pieces = ["192.0.2.1", "x", "ip", "\n# ip\r", "\"", "\"\"", ",", ",", "\n", "\r\n", "\r", " ", "\t", "\u00e9", "\0", "\ufeff", "\u2028", "#"];
        Gen<string> text = Gen.Elements(pieces).ArrayOf().Select(string.Concat);
        foreach ((Table table, string header) in new[]
        {
            (WithHeader, "ip,text\n"),
            (new Table(CsvFormat.WithHeader with { CommentPrefix = '#' }), ""),
            (new Table(CsvFormat.WithHeader with { TrimsText = false }), ""),
            (new Table(CsvFormat.WithoutHeader), ""),
            (new Table(CsvFormat.WithoutHeader with { CellCount = 2 }), ""),
            (new Table(new CsvFormat { Separator = '\t', CommentPrefix = '#' }), ""),
        })
        {
            Prop.ForAll(text.ToArbitrary(), raw => table.Parse(header + raw).Failures.All(failure =>
            {
                ParseResult again = table.Parse((Report)failure.Message);
                return failure.Exception is null && again.Events.Count == 0 && again.Failures.Count == 1;
            })).Check(Fuzz.Cases(1000));
        }
    }

    [Theory]
    [InlineData("# a comment\n ip,text\n192.0.2.1,x")]
    [InlineData("# a comment\n\u3000\nip\nx")]
    [InlineData("\ufeff\ufeff\ufeffip,text\n192.0.2.1,x")]
    public void Rows_below_a_header_that_begins_with_what_is_dropped_fail_again(string raw)
    {
        var table = new Table(CsvFormat.WithHeader with { CommentPrefix = '#' });
        foreach (Failure failure in table.Parse(raw).Failures)
        {
            ParseResult again = table.Parse((Report)failure.Message);
            Assert.Empty(again.Events);
            Assert.Equal(failure.Reason, Assert.Single(again.Failures).Reason);
        }
    }

    private static (ParseResult Result, long Allocated) Measure(byte[] raw)
    {
        var report = new Report(raw, Schema.Default);
        long before = GC.GetAllocatedBytesForCurrentThread();
        ParseResult result = new Table(CsvFormat.WithHeader).Parse(report);
        return (result, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private sealed class Table(CsvFormat format) : CsvParser(new PlainParserOptions())
    {
        public FieldMap Columns { get; init; } = format.HasHeader
            ? [Rules.Column("ip", "source.ip").Required(), Rules.Extra("text")]
            : [Rules.Column(0, "source.ip").Required(), Rules.Extra(1, "text")];

        public RowHook Hook { get; init; } = static _ => RowOutcome.Keep;

        public override FieldMap Map => field ??= [.. Columns, Complete(Hook, "what the test wants")];

        protected override CsvFormat Format => format;
    }
}
