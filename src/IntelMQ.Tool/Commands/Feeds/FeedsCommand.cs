using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using IntelMQ.Bots.Feeds;

namespace IntelMQ.Tool.Commands.Feeds;

/// <summary><c>intelmq feeds</c>: the feeds that are known, and one of them in a configuration.</summary>
internal static class FeedsCommand
{
    public static Command Create()
    {
        Command command = Search("feeds", "Lists the feeds that are known; with words, those that hold them all.\n\nExample:\n  intelmq feeds abuse.ch");
        command.Subcommands.Add(FeedsAddCommand.Create());
        command.Subcommands.Add(FeedsShowCommand.Create());
        return command;
    }

    /// <summary><c>intelmq list feeds</c>: the same list.</summary>
    public static Command List() => Search("feeds", "Lists the feeds that are known; with words, those that hold them all.\n\nExample:\n  intelmq list feeds phishing");

    /// <summary>A feed that is named by two arguments.</summary>
    /// <exception cref="ArgumentException">There is none; the message names the nearest.</exception>
    public static Feed Find(string provider, string name) => new FeedCatalog(Installed.Bots)[provider, name];

    private static Command Search(string name, string description)
    {
        Option<OutputType> type = CommonOptions.Type();
        var words = new Argument<string[]>("words") { Description = "Words of the provider, the name, the description or the modules.", Arity = ArgumentArity.ZeroOrMore };
        var available = new Option<bool>("--available") { Description = "Only feeds that are still there, and whose bots are." };
        var command = new Command(name, description) { words, available, type };
        command.SetAction((arguments, _) => Workplace.GuardAsync(() =>
        {
            string[] wanted = arguments.GetValue(words) ?? [];
            Feed[] found = [.. new FeedCatalog(Installed.Bots).All.Where(feed => wanted.All(word => Holds(feed, word)) && (!arguments.GetValue(available) || IsAvailable(feed)))];
            if (arguments.GetValue(type) == OutputType.Json)
                Answer.Write(new JsonArray([.. found.Select(ToJson)]));
            else
                Columns.Write([.. found.Select(static feed => new[] { feed.Provider, feed.Name, StatusOf(feed), feed.Description })]);
            if (found.Length == 0)
                Console.Error.WriteLine("There is no such feed.");
            return Task.FromResult(found.Length > 0 ? 0 : 1);
        }));
        return command;
    }

    private static bool IsAvailable(Feed feed) => feed.Status is (FeedStatus.Live or FeedStatus.NeedsKey) && feed.Collector.IsAvailable && feed.Parser.IsAvailable;

    private static string StatusOf(Feed feed) => feed.Status switch
    {
        FeedStatus.Live => "live",
        FeedStatus.NeedsKey => "needs-key",
        FeedStatus.FormatChanged => "format-changed",
        _ => "gone",
    };

    private static bool Holds(Feed feed, string word)
        => new[] { feed.Provider, feed.Name, feed.Description, feed.Collector.Module, feed.Parser.Module, feed.Url ?? "" }.Any(text => text.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static JsonNode ToJson(Feed feed) => new JsonObject
    {
        ["provider"] = feed.Provider,
        ["name"] = feed.Name,
        ["description"] = feed.Description,
        ["documentation"] = new JsonArray([.. feed.Documentation.Select(static page => (JsonNode)JsonValue.Create(page))]),
        ["public"] = feed.IsPublic,
        ["status"] = StatusOf(feed),
        ["checked"] = feed.Checked.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ["note"] = feed.Note,
        ["placeholders"] = new JsonArray([.. feed.Placeholders.Select(static text => (JsonNode)JsonValue.Create(text))]),
        ["bots"] = new JsonObject { ["collector"] = ToJson(feed.Collector), ["parser"] = ToJson(feed.Parser) },
    };

    private static JsonObject ToJson(FeedBot bot) => new() { ["module"] = bot.Module, ["parameters"] = JsonNode.Parse(bot.Parameters.ToJson().GetRawText()) };
}
