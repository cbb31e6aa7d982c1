using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using IntelMQ.Bots.Tests.Support;

namespace IntelMQ.Misp.Tests.Support;

/// <summary>
/// A server of events, attributes, sightings and tags that answers as MISP documents it: keys, searches with pages, events that are there
/// already, edits that only add what is new or newer, and errors with name, message and address.
/// </summary>
internal sealed class MispServer : IAsyncDisposable
{
    public const string Key = "0123456789012345678901234567890123456789";

    private readonly LoopbackServer _server;
    private readonly Lock _lock = new();
    private readonly List<JsonObject> _events = [];
    private readonly List<JsonObject> _sightings = [];
    private readonly List<string> _published = [];
    private int _requests;

    public MispServer() => _server = new LoopbackServer(Answer);

    public string Url => _server.Url;

    public IReadOnlyList<LoopbackRequest> Requests => _server.Requests;

    public IReadOnlyList<string> Paths => [.. _server.Requests.Select(static request => request.Path)];

    public IReadOnlyList<JsonObject> Events => _events;

    public IReadOnlyList<JsonObject> Sightings => _sightings;

    public IReadOnlyList<string> Published => _published;

    /// <summary>What is answered in place of the usual, by the request and its number from 1.</summary>
    public Func<LoopbackRequest, int, LoopbackAnswer?> Fault { get; set; } = static (_, _) => null;

    /// <summary>Whether what is asked is done although the fault is answered: an answer that is lost on its way.</summary>
    public bool DoesAllTheSame { get; set; }

    public static IEnumerable<JsonObject> ObjectsOf(JsonObject one) => (one["Object"] as JsonArray ?? []).OfType<JsonObject>();

    public static IEnumerable<JsonObject> AttributesOf(JsonObject one)
        => [.. (one["Attribute"] as JsonArray ?? []).OfType<JsonObject>(), .. ObjectsOf(one).SelectMany(static of => (of["Attribute"] as JsonArray ?? []).OfType<JsonObject>())];

    public static LoopbackAnswer Busy(int status, string? retryAfter)
        => LoopbackAnswer.Bytes($"HTTP/1.1 {status.ToString(CultureInfo.InvariantCulture)} Busy\r\n{(retryAfter is null ? "" : $"Retry-After: {retryAfter}\r\n")}Content-Length: 0\r\nConnection: close\r\n\r\n");

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static LoopbackAnswer Error(int status, string message, string path)
        => LoopbackAnswer.Of(status, new JsonObject { ["name"] = message, ["message"] = message, ["url"] = path }.ToJsonString(), "Error", "application/json");

    private LoopbackAnswer Answer(LoopbackRequest request)
    {
        lock (_lock)
        {
            if (Fault(request, ++_requests) is not { } fault)
                return Done(request);
            if (DoesAllTheSame)
                Done(request);
            return fault;
        }
    }

    private LoopbackAnswer Done(LoopbackRequest request)
    {
        if (request.Headers.GetValueOrDefault("Authorization") != Key)
            return Error(403, "Authentication failed. Please make sure you pass the API key of an API enabled user along in the Authorization header.", request.Path);
        JsonObject body = request.Body.Length == 0 ? [] : JsonNode.Parse(request.Body)!.AsObject();
        string[] parts = request.Path.Trim('/').Split('/');
        return $"{parts[0]}/{parts[1]}" switch
        {
            "events/restSearch" => Json(new JsonObject { ["response"] = Page(Found(body).Select(one => new JsonObject { ["Event"] = Shown(one, body) }), body) }),
            "attributes/restSearch" => Json(new JsonObject { ["response"] = new JsonObject { ["Attribute"] = Page(_events.SelectMany(AttributesOf).Where(one => Has(body, "uuid", (string)one["uuid"]!)).Select(static one => one.DeepClone()), body) } }),
            "events/view" => Event(parts[2]) is { } one ? Json(new JsonObject { ["Event"] = one.DeepClone() }) : Error(404, "Invalid event", request.Path),
            "events/add" => Add(body, request.Path),
            "events/edit" => Edit(body, parts[2], request.Path),
            "events/publish" => Publish(parts[2], request.Path),
            "sightings/add" => Sight(body),
            "tags/attachTagToObject" or "tags/removeTagFromObject" => Tag(body, parts[1][0] == 'a', request.Path),
            _ => Error(404, "Not Found", request.Path),
        };
    }

    private static LoopbackAnswer Json(JsonNode json) => LoopbackAnswer.Json(json.ToJsonString());

    private static JsonArray Page(IEnumerable<JsonNode> found, JsonObject body)
    {
        int limit = (int?)body["limit"] ?? int.MaxValue;
        return [.. found.Skip((((int?)body["page"] ?? 1) - 1) * limit).Take(limit)];
    }

    private static JsonObject Shown(JsonObject one, JsonObject body)
    {
        JsonObject shown = one.DeepClone().AsObject();
        if (body["metadata"]?.ToString() is "1" or "true")
        {
            shown.Remove("Object");
            shown.Remove("Attribute");
        }

        return shown;
    }

    private static bool Has(JsonObject body, string name, string value)
        => body[name] is null || (body[name] is JsonArray list ? list.Any(one => (string?)one == value) : (string?)body[name] == value);

    private IEnumerable<JsonObject> Found(JsonObject body) => _events.Where(one =>
    {
        string[] values = [.. AttributesOf(one).Select(static attribute => attribute["value"]!.ToString())];
        bool hasValues = body["value"] is not JsonObject all || all["AND"]!.AsArray().All(value => values.Contains((string)value!));
        bool hasTag = body["tags"] is not JsonArray tags || tags.Any(tag => (one["Tag"] as JsonArray ?? []).Any(own => (string?)own!["name"] == (string)tag!));
        return hasValues && hasTag && Has(body, "uuid", (string)one["uuid"]!) && long.Parse((string)one["timestamp"]!, CultureInfo.InvariantCulture) >= ((long?)body["timestamp"] ?? 0);
    });

    private JsonObject? Event(string uuid) => _events.Find(one => (string?)one["uuid"] == uuid);

    private LoopbackAnswer Add(JsonObject body, string path)
    {
        if (Event((string?)body["uuid"] ?? "") is not null)
            return Error(404, "Event already exists, if you would like to edit it, use the url in the location header.", path);
        if (string.IsNullOrEmpty((string?)body["info"]))
            return Error(403, "Could not add Event", path);
        body["uuid"] ??= Guid.NewGuid().ToString();
        body["timestamp"] ??= "1767225600";
        body["id"] = (_events.Count + 1).ToString(CultureInfo.InvariantCulture);
        _events.Add(body);
        return Json(new JsonObject { ["Event"] = body.DeepClone() });
    }

    private LoopbackAnswer Edit(JsonObject body, string uuid, string path)
    {
        if (Event(uuid) is not { } one)
            return Error(404, "Invalid event", path);
        one["timestamp"] = body["timestamp"]?.DeepClone() ?? one["timestamp"]!.DeepClone();
        JsonArray objects = one["Object"] as JsonArray ?? [];
        one["Object"] ??= objects;
        foreach (JsonObject added in ObjectsOf(body).Where(added => objects.All(known => (string?)known!["uuid"] != (string?)added["uuid"])).ToList())
            objects.Add(added.DeepClone());
        return Json(new JsonObject { ["Event"] = one.DeepClone() });
    }

    private LoopbackAnswer Publish(string uuid, string path)
    {
        if (Event(uuid) is null)
            return Error(404, "Invalid event", path);
        _published.Add(uuid);
        return Json(new JsonObject { ["saved"] = true, ["success"] = true, ["name"] = "Job queued" });
    }

    private LoopbackAnswer Sight(JsonObject body)
    {
        _sightings.Add(body);
        return Json(new JsonObject { ["message"] = "1 sighting successfuly added." });
    }

    private LoopbackAnswer Tag(JsonObject body, bool isSet, string path)
    {
        if (Event((string?)body["uuid"] ?? "") is not { } one)
            return Error(404, "Invalid target", path);
        if ((string?)body["tag"] == "forbidden")
            return Json(new JsonObject { ["saved"] = false, ["errors"] = "Invalid Tag." });
        JsonArray tags = one["Tag"] as JsonArray ?? [];
        one["Tag"] ??= tags;
        if (isSet)
            tags.Add(new JsonObject { ["name"] = body["tag"]!.DeepClone() });
        else if (tags.FirstOrDefault(tag => (string?)tag!["name"] == (string?)body["tag"]) is { } tag)
            tags.Remove(tag);
        return Json(new JsonObject { ["saved"] = true, ["success"] = "Tag changed." });
    }
}
