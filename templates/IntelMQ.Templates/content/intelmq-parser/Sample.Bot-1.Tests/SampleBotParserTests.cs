using IntelMQ.Bots;
using IntelMQ.Testing;

namespace Sample.Bot_1.Tests;

public class SampleBotParserTests
{
    // Each file in the folder feeds is a case; INTELMQ_ACCEPT=1 dotnet test accepts what came as verified.
    private static readonly FeedCases Cases = FeedCases.In("feeds");

    public static TheoryData<string> Feeds => [.. Cases.Names];

    [Theory]
    [MemberData(nameof(Feeds))]
    public void A_feed_makes_the_verified_events_and_failures(string feed) => Cases.Verify(new SampleBotParser(new()), feed);

    [Fact]
    public void No_verified_file_is_left_over() => Cases.AssertNoDangling();

    [Fact]
    public void A_parameter_that_cannot_be_used_is_named()
    {
        var refused = Assert.Throws<BotConfigurationException>(() => new SampleBotParser(new() { ClassificationType = "none such" }));
        Assert.Contains("classification_type", refused.Message);
    }

    [Fact]
    public Task The_parser_conforms() => BotConformance.AssertAsync(SampleBotParser.Descriptor);
}
