using System.Text.Json.Nodes;
using IntelMQ.Hosting.Configuration;

namespace IntelMQ.Hosting.Inspection;

/// <summary>Reads the log of a bot of a configuration.</summary>
public static class BotLog
{
    /// <summary>Reads the last entries from where the bot's parameters say that its log is.</summary>
    /// <param name="configuration">The files.</param>
    /// <param name="id">The bot.</param>
    /// <param name="count">How many entries, at most; -1 for all.</param>
    /// <param name="level">The least level that counts.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ArgumentException">There is no such bot, or no such level.</exception>
    /// <exception cref="IOException">The log cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static Task<IReadOnlyList<LogEntry>> ReadAsync(RuntimeConfiguration configuration, string id, int count, string level, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        RuntimeBot bot = configuration.Bots.FirstOrDefault(bot => bot.Id == id) ?? throw new ArgumentException($"There is no bot '{id}'.");
        string folder = bot.Parameter("logging_path") is { IsScalar: true, Text.Length: > 0 } path ? path.Text : IntelMQPaths.Of(EnvironmentParameters.OfProcess()).Logs;
        return LogFile.ReadAsync(Path.Combine(folder, $"{id}.log"), id, count, level, cancellationToken);
    }

    /// <summary>Entries in the shape of IntelMQ's <c>intelmqctl --type json log</c>.</summary>
    public static JsonArray ToJson(IEnumerable<LogEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var all = new JsonArray();
        foreach (LogEntry entry in entries)
        {
            var one = new JsonObject
            {
                ["date"] = entry.Date,
                ["bot_id"] = entry.BotId,
                ["thread_id"] = entry.Instance,
                ["log_level"] = entry.Level,
                ["message"] = entry.Message,
            };
            if (entry.More is { } more)
                one["extended_message"] = more;
            all.Add((JsonNode)one);
        }

        return all;
    }
}
