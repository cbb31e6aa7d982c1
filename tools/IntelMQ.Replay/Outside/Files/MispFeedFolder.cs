using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IntelMQ.Replay.Observed;

namespace IntelMQ.Replay.Outside.Files;

/// <summary>The folder of a MISP feed, as the corpus writes it: events have numbers in the order of their beginnings, what is made of chance or the clock is left out.</summary>
internal sealed partial class MispFeedFolder(ObservedCase question) : WorkFolder(question, "feed")
{
    private static readonly string[] LeftOut = ["uuid", "timestamp", "publish_timestamp"];

    public override ValueTask ObserveAsync(JsonObject observed, CancellationToken cancellationToken)
    {
        Dictionary<string, string> texts = Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories)
            .ToDictionary(file => System.IO.Path.GetRelativePath(Path, file), File.ReadAllText);
        string[] uuids = [.. texts.Where(static file => Uuid().IsMatch(file.Key)).OrderBy(static file => Begin().Match(file.Value).Value, StringComparer.Ordinal).Select(static file => Uuid().Match(file.Key).Value)];
        if (texts.Count == 0)
        {
            observed["files"] = new JsonObject();
            return ValueTask.CompletedTask;
        }

        observed["files"] = new JsonObject(texts.Select(file => KeyValuePair.Create(Numbered(file.Key), Described(file.Key, Numbered(file.Value)))).OrderBy(static file => file.Key, StringComparer.Ordinal));
        return ValueTask.CompletedTask;

        string Numbered(string text) => Uuid().Replace(text, match => Array.IndexOf(uuids, match.Value) is >= 0 and var index ? $"00000000-0000-4000-8000-{index + 1:d12}" : match.Value);
    }

    private static JsonNode? Described(string name, string text)
    {
        if (name.EndsWith("hashes.csv", StringComparison.Ordinal))
        {
            string[] lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return new JsonObject
            {
                ["lines"] = lines.Length,
                ["format"] = new JsonArray([.. lines.Select(static line => Hash().Replace(line, "MD5")).Distinct().Order(StringComparer.Ordinal).Select(static line => JsonValue.Create(line))]),
            };
        }

        if (!name.EndsWith("manifest.json", StringComparison.Ordinal) && !Uuid().IsMatch(name))
            return text;
        JsonObject json = JsonNode.Parse(text)!.AsObject();
        foreach (JsonObject entry in json.Select(static member => member.Value).OfType<JsonObject>())
        {
            entry.Remove("timestamp");
            entry.Remove("publish_timestamp");
            foreach (JsonObject one in (entry["Object"] as JsonArray ?? []).OfType<JsonObject>())
                LeaveOut(one);
        }

        return new JsonObject(json.OrderBy(static member => member.Key, StringComparer.Ordinal).Select(static member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));
    }

    private static void LeaveOut(JsonObject one)
    {
        foreach (string name in LeftOut)
            one.Remove(name);
        foreach (JsonObject attribute in (one["Attribute"] as JsonArray ?? []).OfType<JsonObject>())
            LeaveOut(attribute);
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Uuid();

    [GeneratedRegex("IntelMQ event [^ ]*")]
    private static partial Regex Begin();

    [GeneratedRegex("^[0-9a-f]{32}")]
    private static partial Regex Hash();
}
