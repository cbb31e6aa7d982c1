using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace IntelMQ.Formats.Tests.Support;

/// <summary>JSON schemas by path, and documents held to them: the keywords that the schemas of the formats use.</summary>
internal sealed class JsonSchemas
{
    private static readonly HashSet<string> Known =
    [
        "$defs", "$id", "$ref", "additionalProperties", "allOf", "anyOf", "const", "contains", "default", "definitions", "else", "enum", "format", "if", "items", "maxItems",
        "maxLength", "maximum", "minItems", "minLength", "minProperties", "minimum", "not", "oneOf", "pattern", "patternProperties", "properties", "propertyNames", "required", "then", "type", "uniqueItems",
    ];

    private static readonly ConcurrentDictionary<string, Regex> Patterns = new(StringComparer.Ordinal);

    private readonly Dictionary<string, JsonElement> _schemas;

    /// <summary>The schemas of a file: an object of schemas by path.</summary>
    public JsonSchemas(string file)
        => _schemas = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, file))).RootElement.EnumerateObject().ToDictionary(static member => member.Name, static member => member.Value, StringComparer.Ordinal);

    /// <summary>What is wrong with a document; empty where nothing is.</summary>
    public string Complaint(string schema, JsonElement document) => Check(_schemas[schema], schema, document, "$") ?? "";

    private string? Check(JsonElement schema, string file, JsonElement value, string place)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return schema.ValueKind == JsonValueKind.True ? null : $"{place} may not be";
        foreach (JsonProperty rule in schema.EnumerateObject())
        {
            if (!Known.Contains(rule.Name))
                throw new NotSupportedException($"{file} has the keyword {rule.Name}.");
            if ((OfParts(rule, schema, file, value, place) ?? OfValue(rule, value, place) ?? OfObject(rule, schema, file, value, place) ?? OfList(rule, file, value, place)) is { } complaint)
                return complaint;
        }

        return null;
    }

    private string? OfParts(JsonProperty rule, JsonElement schema, string file, JsonElement value, string place)
    {
        switch (rule.Name)
        {
            case "$ref":
                (JsonElement referred, string of) = Resolve(rule.Value.GetString()!, file);
                return Check(referred, of, value, place);
            case "allOf":
                return rule.Value.EnumerateArray().Select(part => Check(part, file, value, place)).FirstOrDefault(static complaint => complaint is not null);
            case "anyOf" or "oneOf":
                string?[] complaints = [.. rule.Value.EnumerateArray().Select(part => Check(part, file, value, place))];
                int holds = complaints.Count(static complaint => complaint is null);
                return holds == 1 || (holds > 1 && rule.Name == "anyOf") ? null : $"{place} fits {holds} of {rule.Name}: {string.Join(" / ", complaints)}";
            case "not":
                return Check(rule.Value, file, value, place) is null ? $"{place} is what it must not be: {rule.Value}" : null;
            case "if":
                return schema.TryGetProperty(Check(rule.Value, file, value, place) is null ? "then" : "else", out JsonElement next) ? Check(next, file, value, place) : null;
            default:
                return null;
        }
    }

    private static string? OfValue(JsonProperty rule, JsonElement value, string place)
    {
        bool isText = value.ValueKind == JsonValueKind.String;
        bool isNumber = value.ValueKind == JsonValueKind.Number;
        bool holds = rule.Name switch
        {
            "type" => rule.Value.ValueKind == JsonValueKind.Array ? rule.Value.EnumerateArray().Any(type => Is(type.GetString()!, value)) : Is(rule.Value.GetString()!, value),
            "enum" => rule.Value.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)),
            "const" => JsonElement.DeepEquals(rule.Value, value),
            "pattern" when isText => Pattern(rule.Value.GetString()!).IsMatch(value.GetString()!),
            "minLength" when isText => new StringInfo(value.GetString()!).LengthInTextElements >= rule.Value.GetInt32(),
            "maxLength" when isText => value.GetString()!.Length <= rule.Value.GetInt32(),
            "format" when isText => HasFormat(rule.Value.GetString()!, value.GetString()!),
            "minimum" when isNumber => value.GetDouble() >= rule.Value.GetDouble(),
            "maximum" when isNumber => value.GetDouble() <= rule.Value.GetDouble(),
            _ => true,
        };
        return holds ? null : $"{place} breaks {rule.Name} {rule.Value}: {value}";
    }

    private string? OfObject(JsonProperty rule, JsonElement schema, string file, JsonElement value, string place)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return null;
        switch (rule.Name)
        {
            case "required":
                return rule.Value.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _)).Select(name => $"{place} lacks {name}").FirstOrDefault();
            case "properties":
                return rule.Value.EnumerateObject().Select(member => value.TryGetProperty(member.Name, out JsonElement found) ? Check(member.Value, file, found, $"{place}.{member.Name}") : null).FirstOrDefault(static complaint => complaint is not null);
            case "patternProperties":
                return value.EnumerateObject().SelectMany(member => rule.Value.EnumerateObject().Where(pattern => Pattern(pattern.Name).IsMatch(member.Name)).Select(pattern => Check(pattern.Value, file, member.Value, $"{place}.{member.Name}"))).FirstOrDefault(static complaint => complaint is not null);
            case "propertyNames":
                return value.EnumerateObject().Select(member => Check(rule.Value, file, JsonSerializer.SerializeToElement(member.Name), $"{place}.{member.Name}")).FirstOrDefault(static complaint => complaint is not null);
            case "additionalProperties":
                return value.EnumerateObject().Where(member => !IsNamed(schema, member.Name)).Select(member => Check(rule.Value, file, member.Value, $"{place}.{member.Name}")).FirstOrDefault(static complaint => complaint is not null);
            case "minProperties":
                return value.EnumerateObject().Count() >= rule.Value.GetInt32() ? null : $"{place} has too few members";
            default:
                return null;
        }
    }

    private string? OfList(JsonProperty rule, string file, JsonElement value, string place)
    {
        if (value.ValueKind != JsonValueKind.Array)
            return null;
        return rule.Name switch
        {
            "items" => value.EnumerateArray().Select((one, i) => Check(rule.Value, file, one, $"{place}[{i}]")).FirstOrDefault(static complaint => complaint is not null),
            "contains" => value.EnumerateArray().Any(one => Check(rule.Value, file, one, place) is null) ? null : $"{place} lacks what it must contain",
            "minItems" => value.GetArrayLength() >= rule.Value.GetInt32() ? null : $"{place} has too few elements",
            "maxItems" => value.GetArrayLength() <= rule.Value.GetInt32() ? null : $"{place} has too many elements",
            "uniqueItems" => value.EnumerateArray().Select(static one => one.GetRawText()).Distinct().Count() == value.GetArrayLength() ? null : $"{place} has an element twice",
            _ => null,
        };
    }

    private static bool IsNamed(JsonElement schema, string name)
        => (schema.TryGetProperty("properties", out JsonElement properties) && properties.TryGetProperty(name, out _))
            || (schema.TryGetProperty("patternProperties", out JsonElement patterns) && patterns.EnumerateObject().Any(pattern => Pattern(pattern.Name).IsMatch(name)));

    private static bool Is(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.GetDouble() % 1 == 0,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => throw new NotSupportedException(type),
    };

    private static bool HasFormat(string format, string text) => format switch
    {
        "uri" => Uri.TryCreate(text, UriKind.Absolute, out _),
        "date-time" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _) && text.Contains('T', StringComparison.Ordinal),
        "email" => text.Count(static letter => letter == '@') == 1 && !text.Contains(' ', StringComparison.Ordinal),
        "ipv4" or "ipv6" => System.Net.IPAddress.TryParse(text, out _),
        "uuid" => Guid.TryParse(text, out _),
        "idn-hostname" or "hostname" => text.Length is > 0 and < 254,
        _ => throw new NotSupportedException(format),
    };

    private (JsonElement Schema, string File) Resolve(string reference, string file)
    {
        string[] parts = reference.Split('#');
        if (parts[0].Length > 0)
            file = new Uri(new Uri($"http://schemas.example/{file}"), parts[0]).AbsolutePath[1..];
        JsonElement schema = _schemas[file];
        foreach (string step in parts.Length > 1 ? parts[1].Split('/', StringSplitOptions.RemoveEmptyEntries) : [])
            schema = schema.GetProperty(step);
        return (schema, file);
    }

    private static Regex Pattern(string pattern) => Patterns.GetOrAdd(pattern, static text => new Regex(text, RegexOptions.ECMAScript, TimeSpan.FromSeconds(10)));
}
