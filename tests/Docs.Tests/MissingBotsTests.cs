using System.Text;
using IntelMQ.Azure;
using IntelMQ.Bots;
using IntelMQ.Kafka;
using IntelMQ.Mail;
using IntelMQ.Misp;
using IntelMQ.MongoDb;
using IntelMQ.RabbitMq;
using IntelMQ.Redis;
using IntelMQ.Site;

namespace IntelMQ.Docs.Tests;

/// <summary>Holds the list of bots that are not there yet to the catalogue; <c>INTELMQ_ACCEPT=1</c> writes it.</summary>
public sealed class MissingBotsTests
{
    private static readonly BotCatalog Catalogue = new BotCatalog()
        .Add(StandardBots.All)
        .Add(AzureBots.All)
        .Add(KafkaBots.All)
        .Add(MailBots.All)
        .Add(MispBots.All)
        .Add(MongoDbBots.All)
        .Add(RabbitMqBots.All)
        .Add(RedisBots.All);

    // The module paths of IntelMQ 3.3.
    private static readonly string[] Modules = File.ReadAllLines(Repository.PathOf("tests/Docs.Tests/IntelMQModules.txt"));

    [Fact]
    public void The_bots_of_IntelMQ_that_are_missing_are_listed() => Hold("docs/migrating.md", "missing", List());

    [Fact]
    public void The_README_says_how_many_are_there()
    {
        string[] missing = Missing();
        Hold("README.md", "count", $"{Modules.Length - missing.Length} of the {Modules.Length} bots of IntelMQ 3.3 are here. Missing: {string.Join(", ", missing.Select(static module => $"`{module}`"))}; [why](docs/migrating.md#what-is-not-there-yet).\n");
    }

    private static void Hold(string page, string name, string expected)
    {
        string start = $"<!-- {name}: begin -->\n";
        string text = Repository.Read(page).Text;
        int begin = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        int end = text.IndexOf($"<!-- {name}: end -->", StringComparison.Ordinal);
        if (DocumentationPages.Accepts)
            File.WriteAllText(Repository.PathOf(page), text[..begin] + expected + text[end..]);
        else
            Assert.True(expected == text[begin..end], $"What {page} says between the marks of '{name}' is stale: run this test with INTELMQ_ACCEPT=1.");
    }

    private static string[] Missing() => [.. Modules.Where(static module => !Catalogue.TryGet(module, out _))];

    private static string List()
    {
        var text = new StringBuilder();
        foreach (IGrouping<string, string> group in Missing().GroupBy(static module => module.Split('.')[2]))
        {
            string names = string.Join(", ", group.Select(module => $"`{module[$"intelmq.bots.{group.Key}.".Length..]}`"));
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"- **{group.Key}**: {names}\n");
        }

        return text.Length == 0 ? "None.\n" : text.ToString();
    }
}
