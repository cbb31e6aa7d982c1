using System.Globalization;
using System.Text;
using IntelMQ.Azure;
using IntelMQ.Bots.Feeds;
using IntelMQ.Bots.Outputs;
using IntelMQ.Bots.Parsers.AbuseCh;
using IntelMQ.Kafka;
using IntelMQ.Mail;
using IntelMQ.Pipelines;
using IntelMQ.RabbitMq;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Tests.Feeds;

public sealed class FeedCatalogTests
{
    private static readonly FeedCatalog Feeds = new(new BotCatalog().Add(StandardBots.All).Add(AzureBots.All).Add(KafkaBots.All).Add(MailBots.All).Add(RabbitMqBots.All));

    public static TheoryData<string, string> All { get; } = Names();

    [Fact]
    public void Every_feed_is_listed_once()
    {
        Assert.Equal(88, Feeds.All.Count);
        Assert.Equal(Feeds.All.Count, Feeds.All.Select(static feed => feed.ToString()).Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Its_parser_exists_and_takes_its_parameters(string provider, string name)
    {
        Feed feed = Feeds[provider, name];
        var warnings = new List<string>();
        BotDescriptor parser = feed.Parser.Find();
        parser.ReadOptions(feed.Parser.Parameters.ToJson(), ParameterSource.IntelMQ, warnings);
        Assert.Empty(warnings);
        Assert.Empty(feed.Parser.Placeholders);
        Assert.IsType(parser.BotType, feed.CreateParser(BotServices.Default));
        Assert.True(!parser.IsRetired || feed.Status == FeedStatus.Gone, "The parser's feed is gone.");
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Its_collector_takes_its_parameters_if_it_exists(string provider, string name)
    {
        Feed feed = Filled(Feeds[provider, name]);
        Assert.StartsWith("intelmq.bots.collectors.", feed.Collector.Module, StringComparison.Ordinal);
        // A placeholder is no connection string of Azure, which its own package tests.
        if (!feed.Collector.TryFind(out BotDescriptor? collector) || collector.Module.EndsWith(".collector_azure", StringComparison.Ordinal))
            return;
        var warnings = new List<string>();
        collector.ReadOptions(feed.Collector.Parameters.ToJson(), ParameterSource.IntelMQ, warnings);
        // What IntelMQ keeps in Redis is part of the state here.
        Assert.DoesNotContain(warnings, static warning => !warning.Contains("'redis_cache_", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void It_is_added_to_a_pipeline_in_a_line(string provider, string name)
    {
        Feed feed = Filled(Feeds[provider, name]);
        if (!feed.Collector.IsAvailable)
        {
            Assert.Contains(feed.Collector.Module, Assert.Throws<ArgumentException>(Create).Message, StringComparison.Ordinal);
            return;
        }

        Pipeline pipeline = Create();
        BotDefinition collector = pipeline.Definition.Bots[0];
        Assert.EndsWith("-collector", collector.Id, StringComparison.Ordinal);
        Assert.Equal(BotKind.Parser, pipeline.Definition.Bots[1].Group);
        Assert.True(collector.Parameters.TryGet("provider", out ParameterValue? found));
        Assert.Equal(provider, found.Value.GetString());
        Assert.Single(pipeline.Definition.Bots[1].Destinations);

        Pipeline Create() => Pipeline.Create(new PipelineOptions { Services = new BotServices { Http = new IntelMQ.Http.HttpConnections() } }, p => p.Collect(feed).Output(static services => new BlackholeOutput(services)));
    }

    [Fact]
    public void The_bots_of_a_feed_are_called_after_it()
        => Assert.Equal(
            ["abuse-ch-urlhaus-recent-collector", "abuse-ch-urlhaus-recent-parser"],
            Pipeline.Create(p => p.Collect(Feeds["Abuse.ch", "URLhaus recent"]).Output(static services => new BlackholeOutput(services))).Definition.Bots.Take(2).Select(static bot => bot.Id));

    [Fact]
    public void What_is_to_be_filled_in_is_asked_for_and_filled_in()
    {
        Feed feed = Feeds["Abuse.ch", "URLhaus"];
        ArgumentException missing = Assert.Throws<ArgumentException>(() => Pipeline.Create(p => p.Collect(feed).Output(static services => new BlackholeOutput(services))));
        Assert.StartsWith("The feed Abuse.ch: URLhaus needs something to be filled in: Fill(\"country code\", ...).", missing.Message, StringComparison.Ordinal);
        Assert.Equal("https://urlhaus.abuse.ch/feeds/country/X\"Y/", feed.Fill("country code", "X\"Y").Url);
        Assert.Equal("https://urlhaus.abuse.ch/feeds/country/{{ country code }}/", feed.Url);
        Assert.StartsWith("The feed Abuse.ch: URLhaus has no 'country' to be filled in, but country code.", Assert.Throws<ArgumentException>(() => feed.Fill("country", "AT")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_feed_whose_bots_are_not_there_says_which_package_has_them()
        => Assert.Contains(
            "it is in the package IntelMQ.Mail",
            Assert.Throws<ArgumentException>(static () => new FeedCatalog(new BotCatalog().Add(StandardBots.All))["Shadowserver", "Via IMAP"].Collector.Find()).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("ViriBack", "C2 Tracker", "Family,URL,IP,FirstSeen\nX,http://example.com/a,192.0.2.1,{0}\n")]
    [InlineData("CyberCrime Tracker", "Latest", "<table><tr><td>Date</td><td>URL</td><td>IP</td><td>Type</td><td></td></tr><tr><td>{0}</td><td>example.com/a</td><td>192.0.2.1</td><td>X</td><td></td></tr></table>")]
    public void Dates_of_feeds_with_the_day_first_are_read_so(string provider, string name, string page)
    {
        Feed feed = Feeds[provider, name];
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
        Feed feed = Feeds[provider.ToUpperInvariant(), name.ToLowerInvariant()];
        Assert.EndsWith(".", feed.Description, StringComparison.Ordinal);
        Assert.InRange(feed.Revision.Year, 2018, 2030);
        Assert.True(feed.Checked >= feed.Revision);
        Assert.True(feed.Note?.EndsWith('.') ?? true);
        Assert.True(feed.IsPublic || feed.Status != FeedStatus.Live, "What is not public needs a key at least.");
        Assert.All(feed.Documentation, static page => Assert.True(Uri.TryCreate(page, UriKind.Absolute, out _)));
        Assert.True(Filled(feed).Url is not { } url || (Uri.TryCreate(url, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https"), feed.Url);
        Assert.Equal("x", Encoding.UTF8.GetString(feed.CreateReport("x"u8.ToArray(), Schema.Default).Raw.Span));
    }

    [Fact]
    public void What_is_known_of_a_feed_has_its_day()
    {
        Feed drop = Feeds["Spamhaus", "EDrop"];
        Assert.Equal((FeedStatus.Gone, new DateOnly(2026, 2, 26)), (drop.Status, drop.Checked));
        Assert.Equal(FeedStatus.FormatChanged, Feeds["Microsoft", "CTIP Infected via Interflow"].Status);
        Assert.Equal(FeedStatus.NeedsKey, Feeds["Shodan", "Country Stream"].Status);
        Assert.Equal(FeedStatus.Live, Feeds["DShield", "Block"].Status);
    }

    [Fact]
    public void A_feed_is_parsed_in_a_line()
    {
        Feed feed = Feeds["Abuse.ch", "Feodo Tracker"];
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
    public void What_the_user_must_fill_in_is_no_URL()
    {
        Feed feed = Feeds["MalwarePatrol", "DansGuardian"];
        Assert.Equal(["your API key"], feed.Placeholders);
        Assert.Null(feed.CreateReport("x"u8.ToArray(), Schema.Default)[Fields.Feed.Url]);
        Assert.Null(Feeds["Surbl", "Malicious Domains"].Url);
    }

    [Theory]
    [InlineData("Abuse.ch", "Feodo Traker", "There is no feed 'Abuse.ch: Feodo Traker'; did you mean 'Abuse.ch: Feodo Tracker'?")]
    [InlineData("eset", "everything that they have, and more of it", "There is no feed 'eset: everything that they have, and more of it'; eset has ETI Domains, ETI URLs.")]
    public void An_unknown_feed_is_refused_with_the_nearest(string provider, string name, string message)
        => Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => Feeds[provider, name]).Message, StringComparison.Ordinal);

    private static TheoryData<string, string> Names()
    {
        var names = new TheoryData<string, string>();
        foreach (Feed feed in Feeds.All)
            names.Add(feed.Provider, feed.Name);
        return names;
    }

    private static Feed Filled(Feed feed)
        => feed.Placeholders.Aggregate(feed, static (filled, placeholder) => filled.Fill(placeholder, placeholder switch
        {
            "your CERT portal URL" => "https://example.com/",
            "your connection string" => "UseDevelopmentStorage=true",
            "your STOMP destination, such as /exchange/my.example.org/*.*.*.*" => "/exchange/my.example.org/*.*.*.*",
            "how far back, such as 24_hours" => "24_hours",
            "how old tickets may be" => "2 days",
            "AS number" => "64496",
            "country code" or "country codes" or "country" => "AT",
            _ => "example",
        }));
}
