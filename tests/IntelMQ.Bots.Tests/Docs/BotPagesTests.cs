using IntelMQ.Bots.Tests.Support;

namespace IntelMQ.Bots.Tests.Docs;

/// <summary>Holds the pages of the bots to the code; <c>INTELMQ_ACCEPT=1</c> writes them.</summary>
public sealed class BotPagesTests
{
    // What the catalogue has reached; it may only grow.
    private const int PureMaps = 26;

    private static readonly string Folder = Path.Combine(Repository.Root, "docs", "bots");

    [Fact]
    public void The_pages_are_those_of_the_catalogue()
    {
        Dictionary<string, string> pages = DescribedBots.All.ToDictionary(BotPage.PathOf, BotPage.Of, StringComparer.Ordinal);
        pages.Add("README.md", BotIndex.Text());
        string[] present = [.. Directory.Exists(Folder) ? Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Select(static file => Path.GetRelativePath(Folder, file).Replace('\\', '/')) : []];
        string[] dangling = [.. present.Except(pages.Keys).Order(StringComparer.Ordinal)];
        if (Environment.GetEnvironmentVariable("INTELMQ_ACCEPT") == "1")
        {
            foreach (string page in dangling)
                File.Delete(Path.Combine(Folder, page));
            foreach ((string page, string text) in pages)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Folder, page))!);
                File.WriteAllText(Path.Combine(Folder, page), text);
            }

            return;
        }

        Assert.True(dangling.Length == 0, $"There is no bot for these pages; run this test with INTELMQ_ACCEPT=1: {string.Join(", ", dangling)}");
        string[] stale = [.. pages.Where(page => !present.Contains(page.Key) || File.ReadAllText(Path.Combine(Folder, page.Key)).ReplaceLineEndings("\n") != page.Value).Select(static page => page.Key)];
        Assert.True(stale.Length == 0, $"These pages in docs/bots are missing or stale; run this test with INTELMQ_ACCEPT=1: {string.Join(", ", stale)}");
    }

    [Fact]
    public void Every_parameter_says_what_it_means_in_a_sentence()
        => Assert.All(DescribedBots.All.SelectMany(static bot => bot.Parameters), static parameter => Assert.Matches("^[A-Z`].*\\.$", parameter.Rules.Summary));

    [Fact]
    public void Parsers_that_are_code_say_what_it_is_for_and_others_have_nothing_to_say()
    {
        string[] withCode = [.. Parsers().Where(static bot => ParserKinds.KindOf(BotExamples.Create(bot)!) == ParserKind.Code).Select(static bot => bot.Module)];
        Assert.Equal(withCode.Order(StringComparer.Ordinal), ParserKinds.Modules.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void As_many_parsers_are_pure_maps_as_before()
        => Assert.InRange(ParserKinds.OfIntelMQ(Parsers()).Count(static bot => ParserKinds.KindOf(BotExamples.Create(bot)!) == ParserKind.Map), PureMaps, int.MaxValue);

    private static IEnumerable<BotDescriptor> Parsers() => DescribedBots.All.Where(static bot => bot.Kind == BotKind.Parser);
}
