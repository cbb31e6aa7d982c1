using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntelMQ.Corpus.Tests;

/// <summary>Holds what reached the outside of an output or collector, or came of it, against what was recorded.</summary>
internal static class ObservedJudge
{
    // Where IntelMQ breaks in itself, any better answer is right.
    private static readonly HashSet<string> Defects =
        ["TypeError", "AttributeError", "UnboundLocalError", "NameError", "KeyError", "KeyExists", "UnicodeDecodeError", "BadGzipFile"];

    private static readonly string[] Judged =
    [
        "reports", "reports_by_file", "files", "files_after", "dir_contents", "file", "mails", "lists", "datagrams", "connections", "rows", "messages", "frames", "inserted", "submitted", "requests",
        "redis", "redis_after", "queues_oldest_first", "entries", "dump_after", "columns", "answers", "replies", "left", "loaded", "bots",
        "list_queues", "list_queues_nonzero", "list_queues_count", "list_bots_configured", "list_bots_configured_quiet", "status", "clear_next", "check", "check_no_connections", "json", "text",
    ];

    /// <summary>Whether a case is judged at all.</summary>
    public static bool Judges(JsonObject recorded)
        => !Outcome(recorded["observed"]!.AsObject()).Any(static word => Defects.Contains(word.Split(':')[^1].Split(' ')[0]));

    public static string? Wrong(JsonObject recorded, JsonObject answer)
    {
        JsonObject expected = recorded["observed"]!.AsObject();
        JsonObject given = answer["observed"] as JsonObject ?? [];
        if (!Judges(recorded))
            return null;
        if (IsTrue(expected["configuration_error"]))
            return IsTrue(given["configuration_error"]) ? null : "the bot is to stop at its start";
        if (answer["error"] is { } error)
            return $"error: {error}";
        if (IsTrue(given["configuration_error"]))
            return $"the bot stops at its start: {given["error"]}";
        foreach (string part in Judged.Where(expected.ContainsKey))
        {
            JsonNode? want = ObservedShape.Of(recorded, part, expected[part]);
            JsonNode? got = ObservedShape.Of(recorded, part, given[part]);
            if (!Same.Values(want, got))
                return $"{part}: {Short(got)}, not {Short(want)}";
        }

        bool[] wanted = [.. Outcome(expected).Select(IsStored)];
        bool[] stored = [.. Outcome(given).Select(IsStored)];
        return wanted.Length != stored.Length || wanted.SequenceEqual(stored)
            ? null
            : $"outcome: {string.Join(", ", Outcome(given))}, not {string.Join(", ", Outcome(expected))}";
    }

    private static IEnumerable<string> Outcome(JsonObject observed) => (observed["outcome"] as JsonArray ?? []).Select(static word => word!.GetValue<string>());

    private static bool IsStored(string word) => word.StartsWith("ok", StringComparison.Ordinal);

    private static bool IsTrue(JsonNode? value) => value?.GetValueKind() == JsonValueKind.True;

    private static string Short(JsonNode? value)
    {
        string text = value?.ToJsonString() ?? "nothing";
        return text.Length <= 300 ? text : text[..300] + "...";
    }
}
