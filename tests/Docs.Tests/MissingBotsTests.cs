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
    private const string Page = "docs/migrating.md";
    private const string Begin = "<!-- missing: begin -->\n";
    private const string End = "<!-- missing: end -->";

    [Fact]
    public void The_bots_of_IntelMQ_that_are_missing_are_listed()
    {
        string text = Repository.Read(Page).Text;
        int begin = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int end = text.IndexOf(End, StringComparison.Ordinal);
        string list = List();
        if (DocumentationPages.Accepts)
            File.WriteAllText(Repository.PathOf(Page), text[..begin] + list + text[end..]);
        else
            Assert.True(list == text[begin..end], $"The list in {Page} is stale: run this test with INTELMQ_ACCEPT=1.");
    }

    private static string List()
    {
        BotCatalog catalogue = new BotCatalog()
            .Add(StandardBots.All)
            .Add(AzureBots.All)
            .Add(KafkaBots.All)
            .Add(MailBots.All)
            .Add(MispBots.All)
            .Add(MongoDbBots.All)
            .Add(RabbitMqBots.All)
            .Add(RedisBots.All);
        // The module paths of IntelMQ 3.3.
        string[] modules = File.ReadAllLines(Repository.PathOf("tests/Docs.Tests/IntelMQModules.txt"));
        var text = new StringBuilder();
        foreach (IGrouping<string, string> group in modules.Where(module => !catalogue.TryGet(module, out _)).GroupBy(static module => module.Split('.')[2]))
        {
            string names = string.Join(", ", group.Select(module => $"`{module[$"intelmq.bots.{group.Key}.".Length..]}`"));
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"- **{group.Key}**: {names}\n");
        }

        return text.Length == 0 ? "None.\n" : text.ToString();
    }
}
