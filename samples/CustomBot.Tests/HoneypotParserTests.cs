using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Testing;

namespace CustomBot.Tests;

public class HoneypotParserTests
{
    // #region cases
    private static readonly FeedCases Cases = FeedCases.In("feeds");

    public static TheoryData<string> Feeds => [.. Cases.Names];

    [Theory]
    [MemberData(nameof(Feeds))]
    public void A_feed_makes_the_verified_events_and_failures(string feed) => Cases.Verify(new HoneypotParser(new()), feed);

    [Fact]
    public void No_verified_file_is_left_over() => Cases.AssertNoDangling();
    // #endregion

    [Fact]
    public void Rows_with_too_few_attempts_make_no_event()
    {
        var parser = new HoneypotParser(new HoneypotParserOptions { MinimumAttempts = 100 });
        ParseResult result = parser.Parse(Cases.Report("ordinary.csv"));
        Assert.Equal("2001:db8::25", Assert.Single(result.Events)["source.ip"].ToString());
        Assert.Empty(result.Failures);
    }

    [Fact]
    public void A_parameter_that_cannot_be_used_is_named()
    {
        var refused = Assert.Throws<BotConfigurationException>(() => new HoneypotParser(new HoneypotParserOptions { MinimumAttempts = 0 }));
        Assert.Contains("minimum_attempts is 0, but must be at least 1.", refused.Message);
    }

    // #region conformance
    [Fact]
    public async Task The_parser_conforms() => Assert.Empty(await BotConformance.CheckAsync(HoneypotParser.Descriptor));
    // #endregion
}
