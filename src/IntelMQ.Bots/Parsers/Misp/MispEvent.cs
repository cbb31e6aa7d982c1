using System.Runtime.InteropServices;
using System.Text.Json;
using IntelMQ.Harmonization;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.Misp;

/// <summary>A MISP event: what its attributes have in common.</summary>
internal sealed class MispEvent
{
    private static readonly string[] Common = ["id", "uuid", "Tag"];

    private readonly JsonElement _root;
    private readonly JsonElement? _malware;

    private MispEvent(JsonElement root)
    {
        _root = root;
        Id = Member(root, "id");
        Uuid = Member(root, "uuid");
        Attributes = [.. List(root, "Attribute"u8).Where(static attribute => !IsDeleted(attribute))];
        Objects = [.. List(root, "Object"u8).Where(static container => !IsDeleted(container))];
        OwnTags = Tags(root);
        GalaxyName = MispGalaxies.MalwareOf(root, OwnTags);
        foreach (JsonElement attribute in Attributes.Concat(Objects.SelectMany(static container => List(container, "Attribute"u8))))
        {
            if (attribute.ValueKind == JsonValueKind.Object && attribute.TryGetProperty("category"u8, out JsonElement category)
                && category.ValueKind == JsonValueKind.String && category.ValueEquals("Payload type"u8) && !IsDeleted(attribute)
                && attribute.TryGetProperty("value"u8, out JsonElement value) && value.ValueKind == JsonValueKind.String)
            {
                _malware = attribute;
                MalwareName = value.GetString();
            }
        }
    }

    /// <summary>Reads an event.</summary>
    /// <returns>Null for what is no event: it has neither attributes nor objects, or something else in their place.</returns>
    public static MispEvent? Of(JsonElement root)
        => root.ValueKind == JsonValueKind.Object && (root.TryGetProperty("Attribute"u8, out _) || root.TryGetProperty("Object"u8, out _))
            && MayBeList(root, "Attribute"u8) && MayBeList(root, "Object"u8) ? new MispEvent(root) : null;

    /// <summary>Whether an attribute or object was deleted, and is kept by MISP so that others learn of it.</summary>
    public static bool IsDeleted(JsonElement element)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty("deleted"u8, out JsonElement deleted)
            && JsonReport.TextOf(deleted) is "1" or "true" or "True";

    /// <summary>
    /// The events of a report: one, with or without the member <c>Event</c> around it; a list of them; or either in the member <c>response</c>,
    /// as MISP answers. What is no event stands among them, too.
    /// </summary>
    public static IEnumerable<JsonElement> In(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Array)
            return root.EnumerateArray().SelectMany(In);
        if (root.ValueKind != JsonValueKind.Object)
            return [root];
        if (root.TryGetProperty("response"u8, out JsonElement response) && response.ValueKind is JsonValueKind.Array or JsonValueKind.Object)
            return In(response);
        return root.TryGetProperty("Event"u8, out JsonElement inner) && inner.ValueKind is JsonValueKind.Array or JsonValueKind.Object ? In(inner) : [root];
    }

    /// <summary>The number in the instance of MISP that the event comes from; null where it comes from a feed.</summary>
    public JsonElement? Id { get; }

    public JsonElement? Uuid { get; }

    /// <summary>The value of the last attribute of the category <c>Payload type</c>.</summary>
    public string? MalwareName { get; }

    /// <summary>The name of malware that the event's galaxies say.</summary>
    public string? GalaxyName { get; }

    public IReadOnlyList<JsonElement> Attributes { get; }

    public IReadOnlyList<JsonElement> Objects { get; }

    /// <summary>The names of the event's own tags.</summary>
    public IReadOnlyList<string> OwnTags { get; }

    /// <summary>The members of a list; none where there is no such list.</summary>
    public static IReadOnlyList<JsonElement> List(JsonElement parent, ReadOnlySpan<byte> name)
        => parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out JsonElement list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()] : [];

    private static bool MayBeList(JsonElement parent, ReadOnlySpan<byte> name)
        => !parent.TryGetProperty(name, out JsonElement list) || list.ValueKind is JsonValueKind.Array or JsonValueKind.Null;

    /// <summary>The names of the tags of an event, attribute or object.</summary>
    public static IReadOnlyList<string> Tags(JsonElement parent)
    {
        var names = new List<string>();
        foreach (JsonElement tag in List(parent, "Tag"u8))
        {
            if (tag.ValueKind == JsonValueKind.Object && tag.TryGetProperty("name"u8, out JsonElement name) && name.ValueKind == JsonValueKind.String)
                names.Add(name.GetString()!);
        }

        return names;
    }

    /// <summary>A path below a base, as RFC 3986 has it: a base without trailing slash loses its last segment.</summary>
    public static string Join(string url, string path)
    {
        int end = url.IndexOfAny(['?', '#']);
        string place = end < 0 ? url : url[..end];
        int location = place.IndexOf("//", StringComparison.Ordinal);
        int slash = place.LastIndexOf('/');
        return slash > location + 1 ? place[..(slash + 1)] + path : $"{place}/{path}";
    }

    /// <summary>The event with one attribute or object alone, for its failure.</summary>
    public byte[] Alone(string list, JsonElement element)
    {
        var buffer = new Utf8Buffer();
        buffer.Append((byte)'{');
        foreach (string name in Common)
        {
            if (Member(_root, name) is not { } member)
                continue;
            buffer.Append((byte)'"');
            buffer.Append(name.AsSpan());
            buffer.Append("\": "u8);
            buffer.Append(JsonMarshal.GetRawUtf8Value(member));
            buffer.Append(", "u8);
        }

        bool isAttribute = list == "Attribute";
        if (!isAttribute)
        {
            buffer.Append("\"Object\": ["u8);
            buffer.Append(JsonMarshal.GetRawUtf8Value(element));
            buffer.Append("], "u8);
        }

        buffer.Append("\"Attribute\": ["u8);
        if (isAttribute)
            buffer.Append(JsonMarshal.GetRawUtf8Value(element));
        if (_malware is { } malware && MispAttribute.IsUnknown(malware))
        {
            if (isAttribute)
                buffer.Append(", "u8);
            buffer.Append(JsonMarshal.GetRawUtf8Value(malware));
        }

        buffer.Append("]}"u8);
        return buffer.ToArray();
    }

    /// <summary>Keeps what events did not have when this was written; what is large is not repeated with each attribute.</summary>
    public void KeepNew(EventDraft draft) => NewMembers.Keep(draft, _root, MispMembers.Event, "misp.event_", maxSize: 1024);

    private static JsonElement? Member(JsonElement parent, string name) => parent.TryGetProperty(name, out JsonElement value) ? value : null;
}
