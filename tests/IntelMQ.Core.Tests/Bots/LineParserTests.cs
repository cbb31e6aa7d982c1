using System.Text;
using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Core.Tests.Bots;

public sealed class LineParserTests
{
    private static readonly LineFormat Pipes = new()
    {
        Separator = "|",
        TrimsCells = true,
        MinimumCells = 2,
        MaximumCells = 3,
        CommentPrefixes = ["#"],
    };

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    [InlineData("\v")]
    [InlineData("\f")]
    [InlineData("\u001c")]
    [InlineData("\u001e")]
    [InlineData("\u0085")]
    [InlineData("\u2028")]
    [InlineData("\u2029")]
    public void Every_line_end_ends_a_line(string end)
    {
        ParseResult result = new Lines(LineFormat.Whole).Parse($" 192.0.2.1 {end}{end}192.0.2.2{end}");
        Assert.Equal(["192.0.2.1", "192.0.2.2"], result.Events.Select(static e => e["source.ip"].ToString()));
        Assert.Equal("192.0.2.1", result.Events[0].Raw());
    }

    [Fact]
    public async Task A_stream_is_read_to_its_end_and_parsed()
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes("192.0.2.1\n192.0.2.2\n"));
        ParseResult result = await new Lines(LineFormat.Whole).ParseAsync(stream);
        Assert.Equal(["192.0.2.1", "192.0.2.2"], result.Events.Select(static e => e.GetString("source.ip")));
    }

    [Fact]
    public void Bytes_that_begin_like_a_line_end_are_none()
    {
        ParseResult result = new Lines(new LineFormat { Separator = ";" }).Parse("192.0.2.1;Â€\u00a9\u2030");
        Assert.Equal("Â€\u00a9\u2030", Assert.Single(result.Events)["extra.second"].ToString());
    }

    [Fact]
    public void Cells_are_cut_and_trimmed()
    {
        Event only = Assert.Single(new Lines(Pipes).Parse("192.0.2.1 |  text | more").Events);
        Assert.Equal("192.0.2.1", only["source.ip"].ToString());
        Assert.Equal("text", only["extra.second"].ToString());
        Assert.Equal("192.0.2.1 |  text | more", only.Raw());
    }

    [Fact]
    public void Short_rows_may_be_passed_over()
    {
        ParseResult result = new Lines(Pipes with { SkipsShortRows = true }).Parse("title\n192.0.2.1|a\n192.0.2.1|a|b|c");
        Assert.Single(result.Events);
        Assert.Single(result.Failures);
    }

    [Fact]
    public void White_space_may_separate()
    {
        Event only = Assert.Single(new Lines(new LineFormat { SplitsAtWhiteSpace = true, MinimumCells = 2, MaximumCells = 2 }).Parse("192.0.2.1 \t\u00a0 text").Events);
        Assert.Equal("text", only["extra.second"].ToString());
    }

    [Theory]
    [InlineData("192.0.2.1", "The line has 1 cells, fewer than the 2 that it must have.")]
    [InlineData("192.0.2.1|a|b|c", "The line has 4 cells, more than the 3 that it may have.")]
    [InlineData("nonsense|a", "Source.ip (from column 0) is not an IP address.")]
    public void A_bad_line_fails_alone(string line, string reason)
    {
        var parser = new Lines(Pipes);
        ParseResult result = parser.Parse($"# comment\n192.0.2.1|a\n{line}\n192.0.2.2|b\n");
        Assert.Equal(2, result.Events.Count);
        Failure failure = Assert.Single(result.Failures);
        Assert.StartsWith(reason[..^1], failure.Reason, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(3, failure.LineNumber);
        Assert.Equal(line, failure.Message.Raw());
        parser.FailsAgain(failure);
    }

    [Fact]
    public void Comments_stand_in_raw_where_asked_for()
    {
        ParseResult result = new Lines(Pipes with { KeepsCommentsInRaw = true }).Parse("# one\n192.0.2.1|a\n# two\n192.0.2.2|b\nbad\n");
        Assert.Equal("# one\n192.0.2.1|a", result.Events[0].Raw());
        Assert.Equal("# one\n# two\n192.0.2.2|b", result.Events[1].Raw());
        Assert.Equal("# one\n# two\nbad", result.Failures[0].Message.Raw());
    }

    [Fact]
    public void A_failure_keeps_the_header_so_that_it_can_be_replayed()
    {
        var parser = new Lines(Pipes with { HeaderLines = 2 });
        ParseResult result = parser.Parse("title\n\n192.0.2.1|a\nbad\n");
        Assert.Equal("192.0.2.1|a", Assert.Single(result.Events).Raw());
        Failure failure = Assert.Single(result.Failures);
        Assert.Equal("title\n\nbad", failure.Message.Raw());
        parser.FailsAgain(failure);
        Assert.Equal(["title", ""], parser.Headers[..2]);
    }

    [Fact]
    public void A_long_line_is_cut_short_and_the_rest_goes_on()
    {
        var parser = new Lines(LineFormat.Whole, new PlainParserOptions { MaxLineSize = 1024 });
        ParseResult result = parser.Parse(new string('x', 100_000) + "\n192.0.2.1");
        Assert.Single(result.Events);
        Failure failure = Assert.Single(result.Failures);
        Assert.Equal(100_000, failure.TruncatedFrom);
        Assert.Equal(64 * 1024, failure.Message.Raw.Length);
    }

    [Fact]
    public void A_comment_may_be_at_fault()
    {
        var parser = new Lines(Pipes);
        ParseResult result = parser.Parse("#bad\n192.0.2.1|a");
        Assert.Single(result.Events);
        parser.FailsAgain(Assert.Single(result.Failures));
    }

    [Fact]
    public void A_byte_order_mark_is_dropped()
    {
        byte[] raw = [0xEF, 0xBB, 0xBF, .. "192.0.2.1"u8];
        Event only = Assert.Single(new Lines(LineFormat.Whole).Parse(new Report(raw, Schema.Default)).Events);
        Assert.Equal("192.0.2.1", only["source.ip"].ToString());
    }

    [Fact]
    public void Comments_and_rows_in_turn_take_bounded_time_and_memory()
    {
        var text = new StringBuilder();
        for (int i = 0; i < 50_000; i++)
            text.Append('#').Append('c', 400).Append("\n192.0.2.1|a\n");
        ParseResult result = new Lines(Pipes with { KeepsCommentsInRaw = true }).Parse(text.ToString());
        Assert.Equal(50_000, result.Events.Count);
        Assert.True(result.Events[^1].Raw.Length <= 65 * 1024);
    }

    private sealed class Lines(LineFormat format, ParserOptions options) : LineParser(options)
    {
        public Lines(LineFormat format)
            : this(format, new PlainParserOptions())
        {
        }

        public List<string> Headers { get; } = [];

        public override FieldMap Map { get; } = [Column(0, Fields.Source.Ip), Extra(1, "second")];

        protected override LineFormat Format => format;

        protected override void ReadHeader(int index, ReadOnlySpan<byte> line) => Headers.Add(Encoding.UTF8.GetString(line));

        protected override RowOutcome ReadComment(ReadOnlySpan<byte> line)
            => line.SequenceEqual("#bad"u8) ? RowOutcome.Fail(null, "is a bad comment") : RowOutcome.Keep;
    }
}
