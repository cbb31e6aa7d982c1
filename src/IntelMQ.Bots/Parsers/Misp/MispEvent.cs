using System.Runtime.InteropServices;
using System.Text.Json;
using IntelMQ.Failures;
using IntelMQ.Harmonization;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.Misp;

/// <summary>A MISP event: what its attributes have in common.</summary>
internal sealed class MispEvent
{
    private readonly JsonElement _root;
    private readonly JsonElement? _malware;

    /// <summary>Reads an event.</summary>
    /// <exception cref="InvalidReportException">It has no id, no UUID, or no attributes and no objects.</exception>
    public MispEvent(JsonElement root)
    {
        _root = root;
        Id = Required("id");
        Uuid = Required("uuid");
        if (!root.TryGetProperty("Attribute"u8, out _) && !root.TryGetProperty("Object"u8, out _))
            throw new InvalidReportException("The MISP event has no member 'Attribute'.");
        Attributes = List(root, "Attribute"u8);
        Objects = List(root, "Object"u8);
        OwnTags = Tags(root);
        foreach (JsonElement attribute in Attributes.Concat(Objects.SelectMany(static container => List(container, "Attribute"u8))))
        {
            if (attribute.ValueKind == JsonValueKind.Object && attribute.TryGetProperty("category"u8, out JsonElement category)
                && category.ValueKind == JsonValueKind.String && category.ValueEquals("Payload type"u8)
                && attribute.TryGetProperty("value"u8, out JsonElement value) && value.ValueKind == JsonValueKind.String)
            {
                _malware = attribute;
                MalwareName = value.GetString();
            }
        }
    }

    public JsonElement Id { get; }

    public JsonElement Uuid { get; }

    /// <summary>The value of the last attribute of the category <c>Payload type</c>.</summary>
    public string? MalwareName { get; }

    public IReadOnlyList<JsonElement> Attributes { get; }

    public IReadOnlyList<JsonElement> Objects { get; }

    /// <summary>The names of the event's own tags.</summary>
    public IReadOnlyList<string> OwnTags { get; }

    /// <summary>The members of a list; none where there is no such list.</summary>
    public static IReadOnlyList<JsonElement> List(JsonElement parent, ReadOnlySpan<byte> name)
        => parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out JsonElement list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()] : [];

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
        buffer.Append("{\"id\": "u8);
        buffer.Append(JsonMarshal.GetRawUtf8Value(Id));
        buffer.Append(", \"uuid\": "u8);
        buffer.Append(JsonMarshal.GetRawUtf8Value(Uuid));
        if (_root.TryGetProperty("Tag"u8, out JsonElement tags))
        {
            buffer.Append(", \"Tag\": "u8);
            buffer.Append(JsonMarshal.GetRawUtf8Value(tags));
        }

        bool isAttribute = list == "Attribute";
        if (!isAttribute)
        {
            buffer.Append(", \"Object\": ["u8);
            buffer.Append(JsonMarshal.GetRawUtf8Value(element));
            buffer.Append((byte)']');
        }

        buffer.Append(", \"Attribute\": ["u8);
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

    private JsonElement Required(string name)
        => _root.TryGetProperty(name, out JsonElement value) ? value : throw new InvalidReportException($"The MISP event has no member '{name}'.");
}
