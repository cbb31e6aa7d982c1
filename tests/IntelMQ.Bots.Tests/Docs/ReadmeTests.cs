using System.Text;
using IntelMQ.Bots.Tests.Support;

namespace IntelMQ.Bots.Tests.Docs;

/// <summary>Holds the README's table of bots to the catalogue; <c>INTELMQ_ACCEPT=1</c> writes it.</summary>
public sealed class ReadmeTests
{
    private const string Begin = "<!-- bots: begin -->";
    private const string End = "<!-- bots: end -->";

    [Fact]
    public void The_table_of_bots_is_that_of_the_catalogue()
    {
        string path = Path.Combine(Repository.Root, "README.md");
        string text = File.ReadAllText(path);
        int begin = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int end = text.IndexOf(End, StringComparison.Ordinal);
        string table = Table();
        if (Environment.GetEnvironmentVariable("INTELMQ_ACCEPT") == "1")
            File.WriteAllText(path, $"{text[..begin]}\n{table}{text[end..]}");
        else
            Assert.True($"\n{table}" == text[begin..end], "The README's table of bots is not that of the catalogue: run this test with INTELMQ_ACCEPT=1.");
    }

    [Fact]
    public void Every_bot_says_what_it_does_in_a_sentence()
        => Assert.All(DescribedBots.All, static bot => Assert.Matches("^[A-Z].{10,200}\\.$", bot.Summary));

    private static string Table()
    {
        var text = new StringBuilder("| module | what it does |\n| --- | --- |\n");
        foreach (BotKind kind in Enum.GetValues<BotKind>())
        {
            foreach (BotDescriptor bot in DescribedBots.All.Where(bot => bot.Kind == kind))
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"| `{bot.Module}` | {bot.Summary}{(bot.IsRetired ? " *(feed retired)*" : "")} |\n");
        }

        return text.ToString();
    }
}
