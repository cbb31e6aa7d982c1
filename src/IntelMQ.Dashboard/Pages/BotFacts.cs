using System.Globalization;
using IntelMQ.Bots;
using IntelMQ.Hosting.Control;
using IntelMQ.Text;

namespace IntelMQ.Dashboard.Pages;

/// <summary>What a bot's page says of it.</summary>
internal static class BotFacts
{
    private const int LongestMessage = 2000;
    private const int MostLines = 100;

    /// <summary>Names and values.</summary>
    public static IEnumerable<(string Word, string Value)> Of(HostBot bot, Words words)
    {
        yield return ("Kind", words["Kind" + bot.Kind]);
        if (bot.RunsWith != bot.Id)
            yield return ("RunsWith", bot.RunsWith);
        if (bot.Queue is { } queue)
        {
            yield return ("Queue", queue.Name);
            yield return ("Waiting", words.Number(queue.Waiting));
            yield return ("InWork", words.Number(queue.InWork));
            if (queue.OldestSince is { } since)
                yield return ("Oldest", Time(since));
        }

        if (bot.Kind != BotKind.Collector)
            yield return ("Received", words.Number(bot.Received));
        foreach ((string path, long count) in bot.Sent.OrderBy(static sent => sent.Key, StringComparer.Ordinal))
            yield return ("Sent", $"{words.Number(count)} ({PageText.Shown(path)})");
        yield return ("Failed", words.Number(bot.Failed));
        yield return ("Dropped", words.Number(bot.Dropped));
        yield return ("Retries", words.Number(bot.Retries));
        if (bot.LastError is { } error)
            yield return ("LastError", $"{(bot.LastErrorTime is { } when ? Time(when) + ": " : "")}{PageText.Shown(error)}");
    }

    /// <summary>A message, cut where it is long.</summary>
    public static string Shown(string json) => Printable.Of(json.Length > LongestMessage ? json[..LongestMessage] + "…" : json);

    /// <summary>Several lines, each by itself.</summary>
    public static string Lines(string text) => string.Join('\n', text.Split('\n').Take(MostLines).Select(PageText.Shown));

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC";
}
