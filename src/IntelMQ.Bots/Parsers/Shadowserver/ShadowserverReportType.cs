using System.Text;
using System.Text.Json;
using IntelMQ.Failures;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.Shadowserver;

/// <summary>One report type of Shadowserver's schema, and the maps made of it. Thread-safe.</summary>
internal sealed class ShadowserverReportType
{
    private readonly string _name;
    private readonly Lock _lock = new();
    private Schema? _schema;
    private FieldMap? _map;
    private bool _replacesFeedName;

    public ShadowserverReportType(string name, JsonElement entry)
    {
        _name = name;
        Entry = entry;
        FeedName = Text("feed_name") ?? "";
        FileName = Text("file_name") ?? "";
    }

    /// <summary>What the schema says of it.</summary>
    public JsonElement Entry { get; }

    /// <summary>The feed's name, such as <c>Accessible-HTTP</c>.</summary>
    public string FeedName { get; }

    /// <summary>The report's name within file names, such as <c>scan_http</c>.</summary>
    public string FileName { get; }

    /// <summary>The map for events of a schema; made when first asked for.</summary>
    /// <param name="schema">The events' schema: what it lacks goes below <c>extra.</c></param>
    /// <param name="replacesFeedName">Whether the feed's name takes the place of the report's <c>feed.name</c>.</param>
    /// <exception cref="InvalidReportException">The entry is not of the form that Shadowserver publishes.</exception>
    public FieldMap MapFor(Schema schema, bool replacesFeedName)
    {
        lock (_lock)
        {
            if (_map is null || !ReferenceEquals(schema, _schema) || replacesFeedName != _replacesFeedName)
            {
                _map = Build(schema, replacesFeedName);
                _schema = schema;
                _replacesFeedName = replacesFeedName;
            }

            return _map;
        }
    }

    private FieldMap Build(Schema schema, bool replacesFeedName)
    {
        Dictionary<string, string> constants = Constants(schema);
        var rules = new List<MapRule>();
        AddFeed(rules, Fields.Feed.Name, FeedName, schema, replacesFeedName, constants);
        AddFeed(rules, Fields.Feed.Documentation, Text("url"), schema, false, constants);
        foreach ((string field, string value) in constants)
            rules.Add(Rules.Constant(field, value) with { ReplacesReportField = true });
        foreach (ShadowserverRule rule in Section("required_fields"))
            rules.Add(rule.ToRequired(schema, constants));
        foreach (ShadowserverRule rule in Section("optional_fields"))
            rules.Add(rule.ToOptional(schema, constants));
        rules.Add(Rules.Rest());
        return [.. rules];
    }

    private static void AddFeed(List<MapRule> rules, Field field, string? value, Schema schema, bool replaces, Dictionary<string, string> constants)
    {
        if (value is { Length: > 0 } && schema.TryGetKey(field.Name, out FieldKey? key) && !constants.ContainsKey(field.Name) && Accepts(key, value))
            rules.Add(Rules.Constant(field, value) with { ReplacesReportField = replaces });
    }

    private Dictionary<string, string> Constants(Schema schema)
    {
        var constants = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!Entry.TryGetProperty("constant_fields", out JsonElement fields) || fields.ValueKind != JsonValueKind.Object)
            return constants;
        foreach (JsonProperty field in fields.EnumerateObject())
        {
            string value = field.Value.ValueKind == JsonValueKind.String ? field.Value.GetString()! : field.Value.GetRawText();
            if (FieldValue.Text(Encoding.UTF8.GetBytes(value)).IsIgnored)
                continue;
            if (!schema.TryGetKey(field.Name, out FieldKey? key))
                throw Malformed($"sets {field.Name}, which is not a field");
            if (!Accepts(key, value))
                throw Malformed($"sets {field.Name} to '{value}', which the field refuses");
            constants[field.Name] = value;
        }

        return constants;
    }

    private static bool Accepts(FieldKey key, string value)
        => key.Definition is not { } definition || definition.Type.Convert(FieldValue.Text(Encoding.UTF8.GetBytes(value)), new Utf8Buffer()).IsValid;

    private IEnumerable<ShadowserverRule> Section(string section)
    {
        if (!Entry.TryGetProperty(section, out JsonElement rules) || rules.ValueKind == JsonValueKind.Null)
            yield break;
        if (rules.ValueKind != JsonValueKind.Array)
            throw Malformed($"has {section} that are no list");
        foreach (JsonElement rule in rules.EnumerateArray())
            yield return ShadowserverRule.TryRead(rule) ?? throw Malformed($"has a rule among {section} that is not [field, column] or [field, column, converter]: {rule.GetRawText()}");
    }

    private string? Text(string name) => Entry.TryGetProperty(name, out JsonElement text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    private InvalidReportException Malformed(string what) => new($"The report type '{_name}' of the Shadowserver schema {what}.");
}
