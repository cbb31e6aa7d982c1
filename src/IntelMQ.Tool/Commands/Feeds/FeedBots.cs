using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelMQ.Bots.Feeds;
using IntelMQ.Hosting.Configuration.Writing;
using IntelMQ.Pipelines;

namespace IntelMQ.Tool.Commands.Feeds;

/// <summary>The collector and the parser of a feed as bots of a <c>runtime.yaml</c>.</summary>
internal sealed class FeedBots
{
    private readonly Feed _feed;
    private readonly string _base;

    public FeedBots(Feed feed, string? id)
    {
        _feed = feed;
        _base = id ?? IdOf(feed);
    }

    public string CollectorId => $"{_base}-collector";

    public string ParserId => $"{_base}-parser";

    /// <summary>Adds the bots to a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="destinations">The queues that the events go to.</param>
    /// <exception cref="PipelineConfigurationException">It has bots of these ids.</exception>
    public void AddTo(RuntimeFile file, IEnumerable<string> destinations)
    {
        file.AddBot(CollectorId, Describe(_feed.Collector.Module, "Collector", CollectorParameters(), [$"{ParserId}-queue"]));
        file.AddBot(ParserId, Describe(_feed.Parser.Module, "Parser", Parameters(_feed.Parser), destinations));
    }

    private static string IdOf(Feed feed)
    {
        var id = new StringBuilder();
        foreach (char c in $"{feed.Provider} {feed.Name}".ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(c))
                id.Append(c);
            else if (id.Length > 0 && id[^1] != '-')
                id.Append('-');
        }

        return id.ToString().Trim('-');
    }

    private static JsonObject Parameters(FeedBot bot) => JsonNode.Parse(bot.Parameters.ToJson().GetRawText())!.AsObject();

    private DocumentNode Describe(string module, string group, JsonObject parameters, IEnumerable<string> queues)
    {
        parameters["destination_queues"] = new JsonObject { ["_default"] = new JsonArray([.. queues.Select(static queue => (JsonNode)JsonValue.Create(queue))]) };
        var bot = new JsonObject
        {
            ["module"] = module,
            ["group"] = group,
            ["name"] = _feed.ToString(),
            ["description"] = _feed.Description,
            ["enabled"] = true,
            ["run_mode"] = "continuous",
            ["parameters"] = parameters,
        };
        return DocumentNode.FromJson(JsonSerializer.SerializeToUtf8Bytes<JsonNode>(bot), null, out PipelineComplaint? complaint) ?? throw new PipelineConfigurationException([complaint!]);
    }

    private JsonObject CollectorParameters()
    {
        JsonObject parameters = Parameters(_feed.Collector);
        parameters.TryAdd("name", _feed.Name);
        parameters.TryAdd("provider", _feed.Provider);
        if (_feed.Documentation is [var page, ..])
            parameters.TryAdd("documentation", page);
        return parameters;
    }
}
