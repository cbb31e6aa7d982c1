using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using IntelMQ.Bots.Feeds;
using IntelMQ.Bots.Parsers.AbuseCh;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Tests.Feeds;

public sealed class FeedCatalogTests
{
    public static TheoryData<string, string> All { get; } = Names();

    [Fact]
    public void Every_property_is_listed_once()
    {
        Feed[] properties = [.. typeof(FeedCatalog).GetNestedTypes().SelectMany(static type => type.GetProperties(BindingFlags.Public | BindingFlags.Static)).Select(static property => (Feed)property.GetValue(null)!)];
        Assert.Equal(properties.OrderBy(static feed => feed.ToString(), StringComparer.OrdinalIgnoreCase), FeedCatalog.All.OrderBy(static feed => feed.ToString(), StringComparer.OrdinalIgnoreCase));
        Assert.Equal(FeedCatalog.All.Count, FeedCatalog.All.Select(static feed => feed.ToString()).Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Its_parser_exists_and_takes_its_parameters(string provider, string name)
    {
        Feed feed = Feed.Find(provider, name);
        var warnings = new List<string>();
        BotDescriptor parser = BotCatalog.Get(feed.Parser.Module);
        parser.ReadOptions(feed.Parser.Parameters, ParameterSource.IntelMQ, warnings);
        Assert.Empty(warnings);
        Assert.Empty(feed.Parser.Placeholders);
        Assert.IsType(parser.BotType, feed.CreateParser(BotServices.Default));
        Assert.True(!parser.IsRetired || feed.Status == FeedStatus.Retired, "The parser's feed is gone.");
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Its_collector_takes_its_parameters_if_it_exists(string provider, string name)
    {
        Feed feed = Feed.Find(provider, name);
        Assert.StartsWith("intelmq.bots.collectors.", feed.Collector.Module, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Object, feed.Collector.Parameters.ValueKind);
        if (!BotCatalog.TryGet(feed.Collector.Module, out BotDescriptor? collector))
            return;
        var warnings = new List<string>();
        // Where an address is to be filled in, one is.
        using JsonDocument filled = JsonDocument.Parse(System.Text.RegularExpressions.Regex.Replace(feed.Collector.Parameters.GetRawText(), "\"\\{\\{[^\"]*\\}\\}\"", "\"https://example.com/\""));
        collector.ReadOptions(filled.RootElement, ParameterSource.IntelMQ, warnings);
        Assert.Empty(warnings);
    }

    [Theory]
    [InlineData("ViriBack", "C2 Tracker", "Family,URL,IP,FirstSeen\nX,http://example.com/a,192.0.2.1,{0}\n")]
    [InlineData("CyberCrime Tracker", "Latest", "<table><tr><td>Date</td><td>URL</td><td>IP</td><td>Type</td><td></td></tr><tr><td>{0}</td><td>example.com/a</td><td>192.0.2.1</td><td>X</td><td></td></tr></table>")]
    public void Dates_of_feeds_with_the_day_first_are_read_so(string provider, string name, string page)
    {
        Feed feed = Feed.Find(provider, name);
        foreach ((string date, string expected) in (ReadOnlySpan<(string, string)>)[("05-01-2026", "2026-01-05"), ("25-12-2025", "2025-12-25")])
        {
            byte[] raw = Encoding.UTF8.GetBytes(string.Format(CultureInfo.InvariantCulture, page, date));
            ParseResult result = feed.CreateParser(BotServices.Default).Parse(feed.CreateReport(raw, Schema.Default));
            Assert.Equal(expected + "T00:00:00+00:00", Assert.Single(result.Events)["time.source"].ToString());
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void It_says_what_it_is(string provider, string name)
    {
        Feed feed = Feed.Find(provider.ToUpperInvariant(), name.ToLowerInvariant());
        Assert.EndsWith(".", feed.Description, StringComparison.Ordinal);
        Assert.InRange(feed.Revision.Year, 2018, 2030);
        Assert.All(feed.Documentation, static page => Assert.True(Uri.TryCreate(page, UriKind.Absolute, out _)));
        Assert.Equal("x", Encoding.UTF8.GetString(feed.CreateReport("x"u8.ToArray(), Schema.Default).Raw.Span));
    }

    [Fact]
    public void A_feed_is_parsed_in_a_line()
    {
        Feed feed = FeedCatalog.AbuseCh.FeodoTracker;
        ParseResult result = feed.CreateParser(BotServices.Default).Parse(feed.CreateReport(Encoding.UTF8.GetBytes("""[{"ip_address": "192.0.2.7", "port": 443}]"""), Schema.Default));
        Assert.IsType<FeodoTrackerParser>(feed.CreateParser(BotServices.Default));
        Assert.Equal("Feodo Tracker", Assert.Single(result.Events)["feed.name"].ToString());
        Assert.Equal("Abuse.ch", result.Events[0]["feed.provider"].ToString());
        Assert.Equal(feed.Url, result.Events[0]["feed.url"].ToString());
        Assert.Equal("https://feodotracker.abuse.ch/", result.Events[0]["feed.documentation"].ToString());
        Assert.True(feed.IsPublic);
        Assert.Equal(new DateOnly(2022, 11, 15), feed.Revision);
    }

    [Fact]
    public void What_the_user_must_fill_in_is_known_and_no_URL()
    {
        Feed feed = FeedCatalog.MalwarePatrol.DansGuardian;
        Assert.Equal(["http_url"], feed.Collector.Placeholders);
        Assert.Null(feed.CreateReport("x"u8.ToArray(), Schema.Default)[Fields.Feed.Url]);
        Assert.Null(FeedCatalog.Surbl.MaliciousDomains.Url);
    }

    [Fact]
    public void An_unknown_feed_is_refused_with_the_nearest()
        => Assert.Contains("Abuse.ch: Feodo Tracker", Assert.Throws<ArgumentException>(static () => Feed.Find("Abuse.ch", "Feodo Traker")).Message, StringComparison.Ordinal);

    private static TheoryData<string, string> Names()
    {
        var names = new TheoryData<string, string>();
        foreach (Feed feed in FeedCatalog.All)
            names.Add(feed.Provider, feed.Name);
        return names;
    }
}
