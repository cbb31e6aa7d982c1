using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.Pipelines;
using IntelMQ.Schemas;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Core.Tests.Pipelines;

public sealed class FormatGuardTests : IDisposable
{
    private readonly ListLog _log = new();

    [Theory]
    [InlineData(0.5, 5, 5, false)]
    [InlineData(0.5, 6, 5, true)]
    [InlineData(0.5, 1, 0, true)]
    [InlineData(0, 1, 100, true)]
    [InlineData(0, 0, 100, false)]
    [InlineData(0.1, 10, 90, false)]
    [InlineData(0.1, 11, 89, true)]
    [InlineData(1, 100, 0, false)]
    public void More_failures_than_the_ratio_allows_are_an_error(double ratio, int failures, int events, bool expected)
    {
        Run(Guard(ratio), "Feed", failures, events);
        Assert.Equal(expected ? 1 : 0, Errors().Length);
    }

    [Fact]
    public void The_error_names_the_feed_the_first_line_and_its_reason()
    {
        Run(Guard(0.5), "Feed A", 3, 1);
        string error = Assert.Single(Errors());
        Assert.Contains("3 of 4", error, StringComparison.Ordinal);
        Assert.Contains("feed Feed A", error, StringComparison.Ordinal);
        Assert.Contains("has the format changed?", error, StringComparison.Ordinal);
        Assert.Contains("line 2: Reason 0.", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_feed_is_reported_again_after_a_good_report_and_apart_from_other_feeds()
    {
        FormatGuard guard = Guard(0.5);
        Run(guard, "A", 2, 1);
        Run(guard, "B", 0, 9);
        Run(guard, "A", 2, 1);
        Assert.Single(Errors());
        Run(guard, "B", 2, 1);
        Assert.Equal(2, Errors().Length);
        Run(guard, "A", 0, 0);
        Run(guard, "A", 2, 1);
        Assert.Equal(2, Errors().Length);
        Run(guard, "A", 1, 2);
        Run(guard, "A", 2, 1);
        Assert.Equal(3, Errors().Length);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void A_ratio_that_is_no_share_is_refused(double ratio)
    {
        Assert.Contains("format_changed_ratio", Assert.Single(new PlainParserOptions { FormatChangedRatio = ratio }.GetComplaints()), StringComparison.Ordinal);
    }

    public void Dispose() => _log.Dispose();

    private FormatGuard Guard(double ratio) => new(_log.CreateLogger("guard"), "parser", ratio);

    private string[] Errors() => [.. _log.Lines.Where(static line => line.Level == LogLevel.Error).Select(static line => line.Text)];

    private static void Run(FormatGuard guard, string feed, int failures, int events)
    {
        var report = new Report();
        report[Fields.Feed.Name] = feed;
        guard.Begin(report);
        for (int i = 0; i < failures; i++)
            guard.Add(new Failure(report, $"Reason {i}.") { LineNumber = i + 2 });
        guard.Events += events;
        guard.End();
    }
}
