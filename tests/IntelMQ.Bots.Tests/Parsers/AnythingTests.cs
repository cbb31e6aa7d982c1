namespace IntelMQ.Bots.Tests.Parsers;

/// <summary>No parser is left out of the tests with random and mutated bytes.</summary>
public sealed class AnythingTests
{
    [Fact]
    public void Every_parser_is_tested_with_bytes_that_no_feed_sends()
    {
        string[] untested =
        [
            .. StandardBots.All.Where(static bot => bot.Kind == BotKind.Parser && TestsOf(bot)?.GetMethod("Anything_is_taken") is null).Select(static bot => bot.Module),
        ];
        Assert.Empty(untested);
    }

    private static Type? TestsOf(BotDescriptor bot)
        => typeof(AnythingTests).Assembly.GetType($"{bot.BotType.FullName!.Replace("IntelMQ.Bots.", "IntelMQ.Bots.Tests.", StringComparison.Ordinal)}Tests");
}
