using System.Diagnostics;
using System.Text;
using IntelMQ.Bots.Parsers.HtmlTable;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Tests.Parsers.HtmlTable;

public sealed class GenericHtmlTableParserTests
{
    private const string Page = """
        <!DOCTYPE html><html><head><script>if (1<2) document.write("<table><tr><td>x</td></tr></table>");</script></head><body>
        <!-- <table><tr><td>y</td></tr></table> -->
        <table class='menu'><tr><td>Home<br>page</td></tr></table>
        <TABLE class='big list'>
          <thead><TR><TH>When</TH><TH>Where</TH><TH>What</TH></TR></thead>
          <tr title=b id=a><td>2024-02-15 10:11:12</td>
            <td><a href="/host?a=1&amp;b=2">192.0.2.1</a>&nbsp;</td><td> <b>Em</b>otet </td><td>more</td></tr>
          <tr><td>2024-02-16</td><td>www.example.com/x.exe</td><td>-</td></tr>
          <tr><td></td><td>none</td><td></td></tr>
          <tr><td>some day</td><td>192.0.2.3</td><td>Emotet</td></tr>
          <tr><td>2024-02-17</td><td><table><tr><td>192.0.2.4</td><td>a &lt; b</td></tr></table></td></tr>
        </TABLE></body></html>
        """;

    [Fact]
    public void Rows_become_events()
    {
        ParseResult result = Parser().Parse(Page);
        Event first = result.Events[0];
        Assert.Equal("classification.type = malware-distribution\nmalware.name = emotet\nsource.ip = 192.0.2.1\ntime.source = 2024-02-15T10:11:12+00:00", first.Text());
        Assert.Equal("<tr id=\"a\" title=\"b\"><td>2024-02-15 10:11:12</td>\n<td><a href=\"/host?a=1&amp;b=2\">192.0.2.1</a>\u00a0</td><td> <b>Em</b>otet </td><td>more</td></tr>", first.Raw());
        Assert.Equal("http://www.example.com/x.exe", result.Events[1]["source.url"].ToString());
        Assert.True(result.Events[1]["malware.name"].IsMissing);
    }

    [Fact]
    public void A_broken_row_fails_alone_and_again()
    {
        GenericHtmlTableParser parser = Parser();
        ParseResult result = parser.Parse(Page);
        Assert.Equal(["time.source", "time.source"], result.Failures.Select(static failure => failure.Field));
        foreach (Failures.Failure failure in result.Failures)
            parser.FailsAgain(failure);
    }

    [Fact]
    public void Last_tags_may_be_left_out()
    {
        ParseResult result = Table("<table><thead><tr><th>ip<th>note<tbody><tr><td>192.0.2.1<td>one<tr><td>192.0.2.2 <td><b>two</b></tr><TR><TD>192.0.2.3</td><td>three<tbody><tr><td>192.0.2.4<td>four</table><p>end");
        Assert.Empty(result.Failures);
        Assert.Equal(
            ["192.0.2.1 one", "192.0.2.2 two", "192.0.2.3 three", "192.0.2.4 four"],
            result.Events.Select(static message => $"{message["source.ip"].ToString()} {message["extra.note"].ToString()}"));
        Assert.Equal("<tr><td>192.0.2.1</td><td>one</td></tr>", result.Events[0].Raw());
    }

    [Fact]
    public void A_table_within_a_cell_ends_neither_the_cell_nor_its_row()
    {
        Messages.Event row = Table("<table><tr><tr><td>192.0.2.1<td>a<table><tr><td>b<td>c</table>d<td>x</table>").Events[0];
        Assert.Equal("192.0.2.1", row["source.ip"].ToString());
        Assert.Equal("abcd", row["extra.note"].ToString());
    }

    private static ParseResult Table(string page)
        => new GenericHtmlTableParser(new GenericHtmlTableParserOptions { Columns = ["source.ip", "extra.note"] }).Parse(page);

    [Theory]
    [InlineData(0, "Home")]
    [InlineData(1, "2024-02-15 10:11:12")]
    public void Tables_are_counted(int index, string text)
    {
        var parser = new GenericHtmlTableParser(new GenericHtmlTableParserOptions
        {
            Columns = ["event_description.text"],
            TableIndex = index,
            SkipTableHead = false,
            Type = null,
        });
        Assert.StartsWith(text, parser.Parse(Page).Events[0]["event_description.text"].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<p>nothing</p>")]
    [InlineData("<table></table>")]
    public void A_page_without_the_table_fails_as_a_whole(string page)
    {
        GenericHtmlTableParser parser = Parser();
        parser.FailsAgain(Assert.Single(parser.Parse(page).Failures));
    }

    [Fact]
    public void A_missing_year_comes_from_the_clock()
    {
        var clock = new FixedClock(new DateTimeOffset(2023, 5, 1, 0, 0, 0, TimeSpan.Zero));
        var parser = new GenericHtmlTableParser(new GenericHtmlTableParserOptions { Columns = ["time.source"], SkipTableHead = false }, new BotServices { Time = clock });
        Assert.Equal("2023-02-15T00:00:00+00:00", parser.Parse("<table><tr><td>02-15</td></tr></table>").Events[0]["time.source"].ToString());
    }

    [Fact]
    public void A_cell_may_be_split()
    {
        var parser = new GenericHtmlTableParser(new GenericHtmlTableParserOptions
        {
            Columns = ["source.url"],
            SplitColumn = "source.url",
            SplitSeparator = "[D]",
            SplitIndex = 1,
            SkipTableHead = false,
        });
        ParseResult result = parser.Parse("<table><tr><td>[D] example.com/a</td></tr><tr><td>example.com</td></tr></table>");
        Assert.Equal("http://example.com/a", Assert.Single(result.Events)["source.url"].ToString());
        parser.FailsAgain(Assert.Single(result.Failures));
    }

    [Theory]
    [InlineData("<tr>")]
    [InlineData("<td>")]
    [InlineData("<table class=list>")]
    [InlineData("<b>")]
    [InlineData("</table>")]
    [InlineData("<tr><td><table class=list>")]
    [InlineData("<a x=")]
    [InlineData("<script>")]
    [InlineData("<script></script>")]
    [InlineData("<!--")]
    [InlineData("&#x41;")]
    public void Hostile_pages_take_bounded_time(string piece)
    {
        long start = Stopwatch.GetTimestamp();
        Parser().Parse("<table class=list><tr></tr><tr><td>" + new StringBuilder().Insert(0, piece, 100_000));
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Parameters_are_checked_all_at_once()
    {
        var options = new GenericHtmlTableParserOptions { Columns = ["no.such.field"], IgnoreValues = ["", ""], TableIndex = -1, TimeFormat = "none" };
        var exception = Assert.Throws<BotConfigurationException>(() => new GenericHtmlTableParser(options));
        Assert.Equal(4, exception.Complaints.Count);
    }

    [Fact]
    public void Anything_is_taken() => Parser().TakesAnything(Page);

    private static GenericHtmlTableParser Parser() => new(new GenericHtmlTableParserOptions
    {
        Columns = ["time.source", "source.ip|source.url", "malware.name"],
        IgnoreValues = ["", "none", ""],
        AttributeName = "class",
        AttributeValue = "list",
        Type = "malware-distribution",
    });

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
