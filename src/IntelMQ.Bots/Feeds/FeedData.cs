using System.Globalization;
using System.Text.Json;
using IntelMQ.Pipelines;

namespace IntelMQ.Bots.Feeds;

/// <summary>Reads the list of feeds that is part of the package.</summary>
internal static class FeedData
{
    public static IReadOnlyList<Feed> Read(BotCatalog bots)
    {
        using Stream stream = typeof(FeedData).Assembly.GetManifestResourceStream("feeds.json")!;
        using JsonDocument document = JsonDocument.Parse(stream);
        return
        [
            .. document.RootElement.EnumerateArray().Select(feed => Read(feed, bots))
                .OrderBy(static feed => feed.Provider, StringComparer.OrdinalIgnoreCase)
                .ThenBy(static feed => feed.Name, StringComparer.OrdinalIgnoreCase),
        ];
    }

    private static Feed Read(JsonElement feed, BotCatalog bots) => new()
    {
        Provider = feed.GetProperty("provider"u8).GetString()!,
        Name = feed.GetProperty("name"u8).GetString()!,
        Description = feed.GetProperty("description"u8).GetString()!,
        Documentation = feed.TryGetProperty("documentation"u8, out JsonElement pages) ? [.. pages.EnumerateArray().Select(static page => page.GetString()!)] : [],
        IsPublic = feed.GetProperty("public"u8).GetBoolean(),
        Revision = Day(feed.GetProperty("revision"u8)),
        Status = StatusOf(feed.GetProperty("status"u8).GetString()),
        Checked = Day(feed.GetProperty("checked"u8)),
        Completeness = CompletenessOf(feed.GetProperty("completeness"u8).GetString()),
        Note = feed.TryGetProperty("note"u8, out JsonElement note) ? note.GetString() : null,
        Collector = Bot(feed.GetProperty("collector"u8), bots),
        Parser = Bot(feed.GetProperty("parser"u8), bots),
    };

    private static FeedBot Bot(JsonElement bot, BotCatalog bots)
        => new(bot.GetProperty("module"u8).GetString()!, ParameterValues.FromJson(bot.GetProperty("parameters"u8), ParameterSource.IntelMQ), bots);

    private static DateOnly Day(JsonElement day) => DateOnly.ParseExact(day.GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static FeedCompleteness CompletenessOf(string? completeness) => completeness switch
    {
        "full" => FeedCompleteness.Full,
        "delta" => FeedCompleteness.Delta,
        "stream" => FeedCompleteness.Stream,
        _ => throw new FormatException($"The list of feeds has the completeness '{completeness}', which there is not."),
    };

    private static FeedStatus StatusOf(string? status) => status switch
    {
        "live" => FeedStatus.Live,
        "needs_key" => FeedStatus.NeedsKey,
        "format_changed" => FeedStatus.FormatChanged,
        "gone" => FeedStatus.Gone,
        _ => throw new FormatException($"The list of feeds has the status '{status}', which there is not."),
    };
}
