using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace IntelMQ.Corpus.Tests;

/// <summary>
/// Brings what was observed into the form that is compared: JSON within texts as JSON, line ends as LF, UUIDs that the case does not
/// name all alike, and of requests what the other side stores, not how many it took.
/// </summary>
internal static partial class ObservedShape
{
    private static readonly HashSet<string> Headers = ["authorization", "content-type", "hmac2", "if-none-match", "if-modified-since"];
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 1000 };

    public static JsonNode? Of(JsonObject recorded, string part, JsonNode? value)
    {
        if (value is null)
            return null;
        if (value is JsonArray list && Stored((string?)recorded["bot"] ?? "", part, list) is { } stored)
            value = stored;
        else if (part == "requests")
            value = Map(value, request => Request(request, recorded));
        else if (part == "mails")
            value = Map(value, Mail);
        else if (part is "check" or "check_no_connections")
            value = value is JsonObject check ? check["status"] : value;
        else if (part == "entries")
            value = Map(value, Entry);
        else if (part == "dump_after" && value is JsonObject dump)
            value = new JsonObject(dump.Select(static entry => KeyValuePair.Create(entry.Key, WithoutTrace(entry.Value))));
        else if (part == "dir_contents")
            value = new JsonArray([.. value.AsArray().Select(static text => text!.GetValue<string>()).Order(StringComparer.Ordinal).Select(static text => JsonValue.Create(text))]);
        else if (part == "frames")
            value = new JsonArray([.. value.AsArray().OfType<JsonObject>().Where(static frame => (string?)frame["command"] == "SEND").Select(Frame)]);
        return Plain(value, NamesOf(recorded));
    }

    private static JsonArray? Stored(string bot, string part, JsonArray value) => (bot, part) switch
    {
        ("intelmq.bots.outputs.elasticsearch.output", "requests") => Documents(value),
        ("intelmq.bots.outputs.cif3.output", "submitted")
            => new JsonArray([.. value.OfType<JsonObject>().SelectMany(static sent => sent["batch"] as JsonArray ?? [sent["single"]?.DeepClone()]).Select(static item => item?.DeepClone())]),
        ("intelmq.bots.outputs.misp.output_api", "requests") => new JsonArray([.. value.OfType<JsonObject>().Where(ChangesMisp).Select(static request => new JsonArray(PathOf(request).Split('?')[0], request["json"]?.DeepClone()))]),
        ("intelmq.bots.outputs.rt.output", "requests")
            => new JsonArray([.. value.OfType<JsonObject>().Where(static request => (request["form"] as JsonObject)?.ContainsKey("content") == true).Select(static request => new JsonArray(PathOf(request), request["form"]?.DeepClone()))]),
        _ => null,
    };

    // An index and a document each, whether they came alone or in bulk.
    private static JsonArray Documents(JsonArray requests)
    {
        var documents = new JsonArray();
        foreach (JsonObject request in requests.OfType<JsonObject>().Where(static request => (string?)request["method"] is not ("HEAD" or "GET")))
        {
            string path = PathOf(request);
            string body = (string?)request["body"] ?? "";
            if (path.Split('?')[0].EndsWith("_bulk", StringComparison.Ordinal))
            {
                string[] lines = body.Split('\n', StringSplitOptions.RemoveEmptyEntries);
                for (int i = 0; i + 1 < lines.Length; i += 2)
                    documents.Add(new JsonArray((string?)JsonNode.Parse(lines[i])!.AsObject().First().Value?["_index"] ?? path.Split('/')[1], Parsed(lines[i + 1])));
            }
            else
            {
                documents.Add(new JsonArray(path.Contains("_doc", StringComparison.Ordinal) ? path.Split('/')[1] : path, body.Length == 0 ? "" : Parsed(body)));
            }
        }

        return documents;
    }

    private static bool ChangesMisp(JsonObject request)
        => ((string[])["/add", "/edit", "/publish"]).Any(part => PathOf(request).Contains(part, StringComparison.Ordinal));

    private static string PathOf(JsonObject request) => (string?)request["path"] ?? "";

    private static JsonObject Request(JsonObject request, JsonObject recorded)
    {
        var extra = new HashSet<string>(Headers, StringComparer.Ordinal);
        if (recorded["parameters"]?["http_header"] is JsonObject own)
            extra.UnionWith(own.Select(static header => header.Key.ToLowerInvariant()));
        if (recorded["parameters"]?["auth_token_name"] is JsonValue name)
            extra.Add(name.ToString().ToLowerInvariant());
        var headers = new JsonObject();
        foreach ((string header, JsonNode? value) in request["headers"] as JsonObject ?? [])
        {
            if (extra.Contains(header.ToLowerInvariant()))
                headers[header.ToLowerInvariant()] = value?.DeepClone();
        }

        return new JsonObject
        {
            ["method"] = request["method"]?.DeepClone(),
            ["to"] = (request["path"] ?? request["url"])?.DeepClone(),
            ["headers"] = headers,
            ["body"] = (request["json"] ?? request["form"] ?? request["body"])?.DeepClone(),
        };
    }

    private static JsonObject Mail(JsonObject mail) => new()
    {
        ["from"] = mail["mail_from"]?.DeepClone(),
        ["to"] = new JsonArray([.. (mail["rcpt_to"] as JsonArray ?? []).Select(static to => to!.GetValue<string>()).Order(StringComparer.Ordinal).Select(static to => JsonValue.Create(to))]),
        ["headers"] = mail["headers"]?.DeepClone(),
        ["parts"] = Map(mail["parts"] ?? new JsonArray(), static part => new JsonObject(((string[])["type", "disposition", "filename", "content"])
            .Where(name => part[name] is not null)
            .Select(name => KeyValuePair.Create(name, part[name]?.DeepClone())))),
    };

    private static JsonObject Entry(JsonObject entry) => new()
    {
        ["bot_id"] = entry["bot_id"]?.DeepClone(),
        ["source_queue"] = entry["source_queue"]?.DeepClone(),
        ["message"] = (string?)entry["message"] is ['{', ..] message ? BotJudge.WithLooseRaw(Parsed(message)) : true,
    };

    private static JsonNode? WithoutTrace(JsonNode? entry)
        => entry is JsonObject members ? new JsonObject(members.Where(static member => member.Key != "traceback").Select(static member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))) : entry?.DeepClone();

    private static JsonArray Frame(JsonObject frame) => new(frame["command"]?.DeepClone(), frame["headers"]?["destination"]?.DeepClone(), frame["body"]?.DeepClone());

    private static JsonArray Map(JsonNode list, Func<JsonObject, JsonNode> shape) => new([.. list.AsArray().OfType<JsonObject>().Select(shape)]);

    private static JsonNode? Plain(JsonNode? value, HashSet<string> names)
    {
        switch (value)
        {
            // The versions of two programs.
            case JsonObject { Count: 2 } versions when versions.ContainsKey("intelmq") && versions.ContainsKey("intelmq-api"):
                return true;
            case JsonObject map:
                var members = new JsonObject();
                foreach ((string name, JsonNode? member) in map)
                    members[Unnamed(name, names)] = name is "timestamp" or "publish_timestamp" ? true : Plain(member, names);
                return members;
            case JsonArray list:
                return new JsonArray([.. list.Select(item => Plain(item, names))]);
            case JsonValue text when text.GetValueKind() == JsonValueKind.String:
                return PlainText((Text(text) ?? "\uFFFD").Replace("\r\n", "\n", StringComparison.Ordinal), names);
            default:
                return value?.DeepClone();
        }
    }

    private static JsonNode? PlainText(string text, HashSet<string> names)
    {
        if (text is not ['{' or '[', ..])
            return Unnamed(text, names);
        if (TryParse(text) is { } whole)
            return Plain(whole, names);
        JsonNode?[] lines = [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(TryParse)];
        return lines.Length > 1 && lines.All(static line => line is not null) ? Plain(new JsonArray(lines), names) : Unnamed(text, names);
    }

    private static JsonNode? TryParse(string text)
    {
        try
        {
            return Parsed(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonNode? Parsed(string text) => JsonNode.Parse(text, documentOptions: Deep);

    private static HashSet<string> NamesOf(JsonObject recorded)
        => [.. recorded.Where(static member => member.Key != "observed").SelectMany(static member => TextsOf(member.Value)).SelectMany(static text => Uuid().Matches(text)).Select(static match => match.Value)];

    private static IEnumerable<string> TextsOf(JsonNode? value) => value switch
    {
        JsonObject map => map.SelectMany(static member => TextsOf(member.Value).Prepend(member.Key)),
        JsonArray list => list.SelectMany(TextsOf),
        JsonValue text when text.GetValueKind() == JsonValueKind.String && Text(text) is { } plain => [plain],
        _ => [],
    };

    // Null for half of a surrogate pair, which no text can hold.
    private static string? Text(JsonValue value)
    {
        try
        {
            return value.GetValue<string>();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string Unnamed(string text, HashSet<string> names) => Uuid().Replace(text, match => names.Contains(match.Value) ? match.Value : "UUID");

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Uuid();
}
