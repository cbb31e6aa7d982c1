using System.Globalization;
using System.Net;
using System.Text.Json;

namespace IntelMQ.Formats.Tests.Ecs;

/// <summary>Holds documents to the fields that ECS lists: names, types, lists, and the values that it expects of categories.</summary>
internal static class EcsValidator
{
    private static readonly Dictionary<string, string[]> Fields = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Ecs", "EcsFields.txt"))
        .Where(static line => !line.StartsWith('#'))
        .Select(static line => line.Split(' '))
        .ToDictionary(static parts => parts[0], static parts => parts[1..], StringComparer.Ordinal);

    // What event.type may be within a category, as far as it is used.
    private static readonly Dictionary<string, string[]> Types = new(StringComparer.Ordinal)
    {
        ["authentication"] = ["start", "end", "info"],
        ["email"] = ["info"],
        ["file"] = ["access", "change", "creation", "deletion", "info"],
        ["intrusion_detection"] = ["allowed", "denied", "info"],
        ["malware"] = ["info"],
        ["network"] = ["access", "allowed", "connection", "denied", "end", "info", "protocol", "start"],
        ["threat"] = ["indicator"],
        ["vulnerability"] = ["info"],
    };

    public static IEnumerable<string> Complaints(JsonElement document)
    {
        if (!document.TryGetProperty("@timestamp", out _))
            yield return "@timestamp is missing";
        if (!document.GetProperty("ecs").TryGetProperty("version", out _))
            yield return "ecs.version is missing";
        JsonElement happened = document.GetProperty("event");
        if (happened.GetProperty("kind").GetString() is not ("alert" or "asset" or "enrichment" or "event" or "metric" or "state" or "pipeline_error" or "signal"))
            yield return "event.kind is none that ECS knows";
        string category = happened.GetProperty("category")[0].GetString()!;
        if (!Types.TryGetValue(category, out string[]? types) || !types.Contains(happened.GetProperty("type")[0].GetString()))
            yield return $"event.type is none of those of {category}";
        foreach (JsonProperty member in document.EnumerateObject())
        {
            // What is below a name of one's own is one's own.
            if (member.Name == "intelmq")
                continue;
            foreach (string complaint in Complaints(member.Name, member.Value))
                yield return complaint;
        }
    }

    private static IEnumerable<string> Complaints(string name, JsonElement value)
    {
        if (!Fields.TryGetValue(name, out string[]? type))
        {
            if (value.ValueKind != JsonValueKind.Object)
                return [$"{name} is no field of ECS"];
            return value.EnumerateObject().SelectMany(member => Complaints($"{name}.{member.Name}", member.Value));
        }

        bool isList = type.Length > 1;
        if (isList != (value.ValueKind == JsonValueKind.Array))
            return [$"{name} is {(isList ? "no list" : "a list")}"];
        return (isList ? [.. value.EnumerateArray()] : (JsonElement[])[value]).Where(one => !Is(type[0], one)).Select(one => $"{name} is no {type[0]}: {one}");
    }

    private static bool Is(string type, JsonElement value) => type switch
    {
        "keyword" or "wildcard" or "match_only_text" => value.ValueKind == JsonValueKind.String,
        "ip" => value.ValueKind == JsonValueKind.String && IPAddress.TryParse(value.GetString(), out _),
        "date" => value.ValueKind == JsonValueKind.String && DateTimeOffset.TryParseExact(value.GetString(), ["yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.ffffffzzz"], CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "long" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "float" => value.ValueKind == JsonValueKind.Number,
        "geo_point" => value.GetProperty("lat").GetDouble() is >= -90 and <= 90 && value.GetProperty("lon").GetDouble() is >= -180 and <= 180 && value.EnumerateObject().Count() == 2,
        _ => false,
    };
}
