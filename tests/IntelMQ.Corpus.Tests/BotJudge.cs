using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntelMQ.Corpus.Tests;

/// <summary>Holds what a bot made of a case against what was recorded.</summary>
internal static class BotJudge
{
    public static string? Wrong(JsonObject recorded, JsonObject answer)
    {
        JsonObject expected = recorded["expected"]!.AsObject();
        if (IsTrue(expected["configuration_error"]))
            return IsTrue(answer["configuration_error"]) ? null : "the parameters are to be refused";
        if (IsTrue(answer["configuration_error"]))
            return $"the parameters are refused: {answer["error"]}";
        if (answer["error"] is { } error)
            return $"error: {error}";
        return WrongOutput(recorded, expected["output"]!.AsObject(), answer["output"]?.AsObject() ?? [])
            ?? WrongFailures(expected["failed"]!.AsArray(), answer["failed"]?.AsArray() ?? []);
    }

    /// <summary>A message whose raw, where it has one, is true.</summary>
    public static JsonNode? WithLooseRaw(JsonNode? message) => Comparable(message, [], isLoose: true);

    private static string? WrongOutput(JsonObject recorded, JsonObject expected, JsonObject given)
    {
        string[] ignored = [.. (recorded["ignore_fields"] as JsonArray ?? []).Select(static name => name!.GetValue<string>())];
        bool isLoose = recorded["raw"]?.GetValue<string>() == "loose";
        foreach (string path in expected.Concat(given).Select(static member => member.Key).Distinct(StringComparer.Ordinal))
        {
            JsonArray wanted = expected[path] as JsonArray ?? [];
            JsonArray sent = given[path] as JsonArray ?? [];
            if (wanted.Count != sent.Count)
                return $"{path}: {sent.Count} messages, not {wanted.Count}";
            for (int i = 0; i < sent.Count; i++)
            {
                JsonNode? want = Comparable(wanted[i], ignored, isLoose);
                JsonNode? got = Comparable(sent[i], ignored, isLoose);
                if (!Same.Values(want, got))
                    return $"{path}, message {i}: {Difference(want, got)}";
            }
        }

        return null;
    }

    // How many are kept, and that each has its raw; what stands in it is this project's own form.
    private static string? WrongFailures(JsonArray expected, JsonArray given)
    {
        if (expected.Count != given.Count)
            return $"{given.Count} kept as failed, not {expected.Count}";
        return expected.Zip(given).Any(static pair => HasText(pair.First!["raw"]) && !HasText(pair.Second!["raw"])) ? "kept as failed without its raw" : null;
    }

    // Fields that must be there but whose value may differ become true.
    private static JsonNode? Comparable(JsonNode? message, string[] ignored, bool isLoose)
    {
        if (message?.DeepClone() is not JsonObject fields)
            return message;
        if (fields["output"] is JsonValue text && text.GetValueKind() == JsonValueKind.String)
            fields["output"] = ParseOrKeep(text);
        foreach (string name in ignored)
        {
            string[] parts = name.Split('.', 2);
            if (parts.Length == 2 && fields[parts[0]] is JsonObject inner)
            {
                if (inner.ContainsKey(parts[1]))
                    inner[parts[1]] = true;
            }
            else if (fields.ContainsKey(name))
            {
                fields[name] = true;
            }
        }

        if (isLoose && HasText(fields["raw"]))
            fields["raw"] = true;
        return fields;
    }

    private static JsonNode? ParseOrKeep(JsonValue text)
    {
        try
        {
            return JsonNode.Parse(text.GetValue<string>());
        }
        catch (JsonException)
        {
            return text.DeepClone();
        }
    }

    private static string Difference(JsonNode? expected, JsonNode? given)
    {
        if (expected is not JsonObject left || given is not JsonObject right)
            return "is something else";
        var parts = new List<string>();
        foreach (string name in left.Concat(right).Select(static member => member.Key).Distinct(StringComparer.Ordinal))
        {
            bool expects = left.TryGetPropertyValue(name, out JsonNode? want);
            bool has = right.TryGetPropertyValue(name, out JsonNode? got);
            if (expects != has || !Same.Values(want, got))
                parts.Add($"{name} is {(has ? got?.ToJsonString() ?? "null" : "absent")}, not {(expects ? want?.ToJsonString() ?? "null" : "absent")}");
        }

        return string.Join("; ", parts);
    }

    private static bool IsTrue(JsonNode? value) => value?.GetValueKind() == JsonValueKind.True;

    private static bool HasText(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String && value.GetValue<string>().Length > 0;
}
