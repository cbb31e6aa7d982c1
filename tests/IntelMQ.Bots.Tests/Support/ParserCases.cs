using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Tests.Support;

/// <summary>What every parser's tests say.</summary>
internal static class ParserCases
{
    public static ParseResult Parse(this Parser parser, string raw, string? feedUrl = null)
        => parser.Parse(ReportOf(Encoding.UTF8.GetBytes(raw), feedUrl));

    public static string Raw(this Message message) => Encoding.UTF8.GetString(message.Raw.Span);

    /// <summary>The event's fields but raw, one in each line.</summary>
    public static string Text(this Event message)
    {
        var text = new StringBuilder();
        foreach (FieldEntry field in message)
        {
            if (field.Key.Name is not ("raw" or "feed.url"))
                text.Append(field.Key.Name).Append(" = ").Append(field.Value.ToString()).Append('\n');
        }

        return text.ToString().TrimEnd();
    }

    /// <summary>What a failure keeps must fail again, once, for the same reason.</summary>
    public static void FailsAgain(this Parser parser, Failure failure)
    {
        ParseResult again = parser.Parse((Report)failure.Message);
        Assert.Empty(again.Events);
        Assert.Equal(failure.Reason, Assert.Single(again.Failures).Reason);
    }

    /// <summary>Random bytes, and samples that <see cref="Mutations"/> have changed, make events and failures that fail again; nothing throws.</summary>
    public static void TakesAnything(this Parser parser, string sample, string? feedUrl = null)
        => parser.TakesAnything(sample, raw => ReportOf(raw, feedUrl));

    /// <summary>As the other overload, for parsers that ask more of their reports.</summary>
    public static void TakesAnything(this Parser parser, string sample, Func<byte[], Report> reportOf)
    {
        Gen<byte[]> random = Gen.ArrayOf(Gen.Choose(0, 255).Select(static value => (byte)value));
        Gen<byte[]> mutated = Mutations.Of(Encoding.UTF8.GetBytes(sample));
        Prop.ForAll(Gen.Frequency((1, random), (3, mutated)).ToArbitrary(), raw => raw.Length == 0 || IsTaken(parser, reportOf(raw)))
            .Check(Fuzz.Cases(500).WithEndSize(60));
    }

    public static Report ReportOf(byte[] raw, string? feedUrl)
    {
        var report = new Report(raw, Schema.Default);
        if (feedUrl is not null)
            report[Fields.Feed.Url] = feedUrl;
        return report;
    }

    private static bool IsTaken(Parser parser, Report report)
    {
        ParseResult result = parser.Parse(report);
        foreach (Event message in result.Events)
            message.ToJson();
        foreach (Failure failure in result.Failures)
        {
            Assert.Null(failure.Exception);
            Assert.NotEqual(0, failure.Message.Raw.Length);
            ParseResult again = parser.Parse((Report)failure.Message);
            Assert.Empty(again.Events);
            Assert.Single(again.Failures);
        }

        return true;
    }
}
