using System.Text;
using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Core.Tests.Bots;

/// <summary>A parser that makes its events in code, and has a defect: what came before it is not given again.</summary>
public sealed class BrokenEventParsersTests
{
    [Fact]
    public void An_element_at_which_the_code_throws_costs_itself()
    {
        var parser = new Guarding();
        ParseResult result = parser.Parse(Report("192.0.2.1\nx\n192.0.2.3"));
        Assert.Equal(["192.0.2.1", "192.0.2.3"], Addresses(result));
        Failure failure = Assert.Single(result.Failures);
        Assert.Equal("The parser Guarding broke off at this element: x is unknown", failure.Reason);
        Assert.Equal(2, failure.LineNumber);
        Assert.Equal("x", Encoding.UTF8.GetString(failure.Message.Raw.Span));

        ParseResult again = parser.Parse((Report)failure.Message);
        Assert.Empty(again.Events);
        Assert.Single(again.Failures);
    }

    [Fact]
    public void Of_an_element_at_which_the_code_throws_midway_nothing_is_given()
    {
        ParseResult result = new Guarding().Parse(Report("192.0.2.1 192.0.2.2 x\n192.0.2.3"));
        Assert.Equal(["192.0.2.3"], Addresses(result));
        Assert.Equal("192.0.2.1 192.0.2.2 x", Encoding.UTF8.GetString(Assert.Single(result.Failures).Message.Raw.Span));
    }

    [Fact]
    public void A_report_whose_parser_breaks_off_gives_only_the_rest_when_it_is_replayed()
    {
        var parser = new Unguarded();
        ParseResult result = parser.Parse(Report("192.0.2.1\n192.0.2.2\nx\n192.0.2.4"));
        Assert.Equal(["192.0.2.1", "192.0.2.2"], Addresses(result));
        Failure failure = Assert.Single(result.Failures);
        Assert.Equal("2", failure.Message["extra.items_done"].ToString());

        // The same parser breaks off at the same place, once.
        ParseResult again = parser.Parse((Report)failure.Message);
        Assert.Empty(again.Events);
        Assert.Equal(failure.Reason, Assert.Single(again.Failures).Reason);

        // A line that fails then is another failure, and is not passed over when it is replayed.
        ParseResult rest = new Unguarded { IsMended = true }.Parse(Report("192.0.2.1\nbad"));
        Assert.Equal("bad", Encoding.UTF8.GetString(Assert.Single(rest.Failures).Message.Raw.Span));
        Report noted = Report("192.0.2.1\nbad");
        noted.Set("extra.items_done", IntelMQ.Harmonization.FieldValue.Number("1"u8));
        Failure bad = Assert.Single(new Unguarded { IsMended = true }.Parse(noted).Failures);
        Assert.Single(new Unguarded { IsMended = true }.Parse((Report)bad.Message).Failures);

        // One that was mended gives what is left.
        Assert.Equal(["192.0.2.4"], Addresses(new Unguarded { IsMended = true }.Parse((Report)failure.Message)));
    }

    [Fact]
    public void A_report_that_turns_out_to_be_none_midway_gives_only_the_rest_when_it_is_replayed()
    {
        var parser = new Unguarded();
        ParseResult result = parser.Parse(Report("192.0.2.1\nend\n192.0.2.4"));
        Assert.Equal(["192.0.2.1"], Addresses(result));
        Failure failure = Assert.Single(result.Failures);
        Assert.Null(failure.Exception);
        Assert.Empty(parser.Parse((Report)failure.Message).Events);
    }

    [Fact]
    public void A_report_whose_parser_breaks_off_at_once_is_kept_as_it_is()
    {
        Failure failure = Assert.Single(new Unguarded().Parse(Report("x")).Failures);
        Assert.True(failure.Message["extra.items_done"].IsMissing);
    }

    private static IEnumerable<string> Addresses(ParseResult result) => result.Events.Select(static message => message["source.ip"].ToString());

    private static Report Report(string text) => new(Encoding.UTF8.GetBytes(text), Schema.Default);

    private sealed class Guarding() : EventParser(new PlainParserOptions())
    {
        protected override IEnumerable<ParsedItem> ReadElements(Report report)
            => ForEach(report, LinesOf(TextOf(report)), static line => line, line => ReadLine(report, line));

        private IEnumerable<ParsedItem> ReadLine(Report report, ReportLine line)
        {
            foreach (string word in Encoding.UTF8.GetString(line.Text.Span).Split(' '))
            {
                if (word == "x")
                    throw new InvalidOperationException("x is unknown");
                Event message = NewEvent(report);
                message.Set("source.ip", word);
                yield return Finish(message, report, line);
            }
        }
    }

    private sealed class Unguarded() : EventParser(new PlainParserOptions())
    {
        public bool IsMended { get; init; }

        protected override IEnumerable<ParsedItem> ReadElements(Report report)
        {
            foreach (ReportLine line in LinesOf(TextOf(report)))
            {
                string word = Encoding.UTF8.GetString(line.Text.Span);
                if (word == "end")
                    throw new InvalidReportException("The report ends.");
                if (word == "x" && IsMended)
                    continue;
                if (word == "x")
                    throw new InvalidOperationException("x is unknown");
                Event message = NewEvent(report);
                yield return message.Set("source.ip", word).IsRefused ? Fail(report, line, "The line is bad.") : Finish(message, report, line);
            }
        }
    }
}
