using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntelMQ.Corpus.Tests;

/// <summary>Holds an answer against what was recorded.</summary>
internal static class Judge
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 1000 };

    /// <summary>Judges an answer to a case of a file.</summary>
    /// <returns>What is wrong; null where nothing is.</returns>
    public static string? Wrong(string file, JsonObject recorded, JsonObject answer) => file switch
    {
        "types.jsonl" => WrongType(recorded, answer),
        "messages.jsonl" => WrongMessage(recorded, answer),
        _ => recorded.ContainsKey("observed") ? ObservedJudge.Wrong(recorded, answer) : BotJudge.Wrong(recorded, answer),
    };

    /// <summary>Whether a case says what is right; where IntelMQ itself broke, it does not.</summary>
    public static bool Judges(JsonObject recorded) => !recorded.ContainsKey("observed") || ObservedJudge.Judges(recorded);

    public static JsonObject Parse(string line) => JsonNode.Parse(line, documentOptions: Deep)!.AsObject();

    private static string? WrongType(JsonObject recorded, JsonObject answer)
    {
        foreach (string verdict in (string[])["valid", "valid_after_sanitize"])
        {
            if (!Same.Values(recorded[verdict], answer[verdict]))
                return $"{recorded["type"]}({recorded["value"]?.ToJsonString()}): {verdict} is {answer[verdict]}";
        }

        return !recorded["valid_after_sanitize"]!.GetValue<bool>() || Same.Values(recorded["sanitized"], answer["sanitized"])
            ? null
            : $"{recorded["type"]}({recorded["value"]?.ToJsonString()}): becomes {answer["sanitized"]?.ToJsonString()}, not {recorded["sanitized"]?.ToJsonString()}";
    }

    private static string? WrongMessage(JsonObject recorded, JsonObject answer)
    {
        JsonObject expected = recorded["expected"]!.AsObject();
        string? error = expected["error"]?.GetValue<string>();
        string? given = answer["error"]?.GetValue<string>();
        if (error is not null || given is not null)
            return given is not null && (error == "any" || error == given) ? null : $"the error is {given ?? "none"}, not {error ?? "none"}";
        foreach (string part in (string[])["dict", "hierarchical", "hash", "hash_whitelist"])
        {
            if (!Same.Values(expected[part], answer[part]))
                return $"{part} is {answer[part]?.ToJsonString()}, not {expected[part]?.ToJsonString()}";
        }

        return null;
    }
}
