using IntelMQ.Bots.Feeds;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Feeds;

public sealed class FeedWatchTests
{
    private readonly List<FeedChange> _changes = [];
    private readonly FakeClock _clock = new();

    [Fact]
    public void Columns_that_come_and_go_are_told_once()
    {
        FeedWatch watch = New();
        watch.Saw(Reading(["ip", "port"]));
        watch.Saw(Reading(["ip", "port", "tag"]));
        watch.Saw(Reading(["ip", "port", "tag"]));
        watch.Saw(Reading(["ip", "tag"]));

        Assert.Equal(
            ["The feed Example has columns that it did not have: tag.", "The feed Example no longer has the columns port."],
            _changes.Select(static change => change.ToString()));
        Assert.Equal(_clock.GetUtcNow(), _changes[0].Time);
    }

    [Fact]
    public void Columns_that_nobody_knows_are_told_once_and_not_as_new_ones()
    {
        FeedWatch watch = New();
        watch.Saw(Reading(["ip", "a"], unknown: ["a"]));
        watch.Saw(Reading(["ip", "a", "b"], unknown: ["a", "b"]));
        watch.Saw(Reading(["ip", "a", "b"], unknown: ["a", "b"]));

        Assert.Equal([(FeedChangeKind.UnknownColumns, "a"), (FeedChangeKind.UnknownColumns, "b")], _changes.Select(static change => (change.Kind, string.Join(',', change.Details))));
    }

    [Fact]
    public void A_kind_of_report_that_nobody_knows_is_told_until_somebody_knows_it()
    {
        FeedWatch watch = New();
        FeedReading unknown = Reading([]) with { ReportType = "scan_new", IsReportTypeKnown = false };
        watch.Saw(unknown);
        watch.Saw(unknown);
        watch.Saw(unknown with { IsReportTypeKnown = true });
        watch.Saw(unknown);

        Assert.All(_changes, static change => Assert.Equal((FeedChangeKind.UnknownReportType, "scan_new"), (change.Kind, change.ReportType)));
        Assert.Equal(2, _changes.Count);
    }

    [Theory]
    [InlineData(FeedCompleteness.Full, 49, true)]
    [InlineData(FeedCompleteness.Full, 50, false)]
    [InlineData(FeedCompleteness.Full, 0, true)]
    [InlineData(FeedCompleteness.Delta, 9, true)]
    [InlineData(FeedCompleteness.Delta, 10, false)]
    [InlineData(FeedCompleteness.Stream, 0, false)]
    [InlineData(FeedCompleteness.Unknown, 0, false)]
    public void Few_rows_are_few_by_what_a_report_holds(FeedCompleteness completeness, long rows, bool isTold)
    {
        FeedWatch watch = New(options => options.OtherFeeds = completeness);
        foreach (long count in (long[])[100, 90, 120, 100, 1000])
            watch.Saw(Reading([], rows: count));
        Assert.Empty(_changes);

        watch.Saw(Reading([], rows: rows));

        Assert.Equal(isTold ? [$"The feed Example has unusually few rows: {rows} where 100 are usual."] : [], _changes.Select(static change => change.ToString()));
    }

    [Fact]
    public void A_feed_that_is_new_is_not_judged()
    {
        FeedWatch watch = New(static options => options.OtherFeeds = FeedCompleteness.Full);
        foreach (long count in (long[])[100, 100, 100, 100, 0])
            watch.Saw(Reading([], rows: count));
        Assert.Empty(_changes);
    }

    [Fact]
    public void Feeds_of_the_catalogue_say_what_their_reports_hold()
    {
        FeedWatch watch = New(static options => options.Catalog = new FeedCatalog(new BotCatalog().Add(StandardBots.All)));
        foreach (string feed in (string[])["Feodo Tracker", "CertStream"])
        {
            for (int i = 0; i < 6; i++)
                watch.Saw(Reading([], rows: i < 5 ? 100 : 1) with { Feed = feed });
        }

        Assert.Equal("Feodo Tracker", Assert.Single(_changes).Feed);
    }

    [Fact]
    public void What_is_known_outlives_the_process()
    {
        using var folder = new TempFolder();
        string file = folder.Of("feeds.json");
        FeedWatch first = New(options => (options.File, options.OtherFeeds) = (file, FeedCompleteness.Full));
        for (int i = 0; i < 5; i++)
        {
            first.Saw(Reading(["ip", "x"], unknown: ["x"], rows: 100));
            _clock.Advance(TimeSpan.FromMinutes(2));
        }

        _changes.Clear();

        FeedWatch second = New(options => (options.File, options.OtherFeeds) = (file, FeedCompleteness.Full));
        second.Saw(Reading(["ip", "x"], unknown: ["x"], rows: 100));
        Assert.Empty(_changes);
        second.Saw(Reading(["ip"], rows: 3));

        Assert.Equal([FeedChangeKind.MissingColumns, FeedChangeKind.FewRows], _changes.Select(static change => change.Kind));
    }

    [Fact]
    public void A_file_is_not_written_for_every_small_report()
    {
        using var folder = new TempFolder();
        string file = folder.Of("feeds.json");
        FeedWatch watch = New(options => (options.File, options.OtherFeeds) = (file, FeedCompleteness.Full));
        watch.Saw(Reading(["ip"]));
        File.Delete(file);
        watch.Saw(Reading(["ip"]));
        Assert.False(File.Exists(file));
        watch.Saw(Reading(["ip", "more"]));
        Assert.True(File.Exists(file));
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("{}")]
    [InlineData("[{}]")]
    public void A_file_that_is_another_s_is_left_alone(string text)
    {
        using var folder = new TempFolder();
        string file = folder.Of("feeds.json");
        File.WriteAllText(file, text);
        Assert.Throws<InvalidDataException>(() => New(options => options.File = file));
        Assert.Equal(text, File.ReadAllText(file));
    }

    [Fact]
    public void A_listener_that_throws_stops_nothing()
    {
        var watch = new FeedWatch(new FeedWatchOptions { Changed = static _ => throw new InvalidOperationException("no") }, new BotServices());
        watch.Saw(Reading(["a"]));
        watch.Saw(Reading(["b"]));
    }

    private static FeedReading Reading(string[] columns, string[]? unknown = null, long rows = 1)
        => new() { Parser = "example.parser", Feed = "Example", Columns = columns, UnknownColumns = unknown ?? [], Rows = rows };

    private FeedWatch New(Action<FeedWatchOptions>? set = null)
    {
        var options = new FeedWatchOptions { Changed = _changes.Add };
        set?.Invoke(options);
        return new FeedWatch(options, new BotServices { Time = _clock });
    }
}
