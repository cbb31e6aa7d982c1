using System.Text.Json;
using IntelMQ.Harmonization;
using IntelMQ.Text;

namespace IntelMQ.Schemas;

/// <summary>
/// Reads and writes <c>harmonization.conf</c>: a JSON object with the sections <c>event</c> and <c>report</c>. Beyond what IntelMQ knows, and
/// passes over, a field may have <c>strict</c> (the type as <see cref="HarmonizationTypes"/> has it, not as IntelMQ 3.3 does),
/// <c>minimum</c> and <c>maximum</c>.
/// </summary>
internal static class HarmonizationFile
{
    public static Schema Parse(ReadOnlyMemory<byte> json, string source)
    {
        var faults = new List<string>();
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(JsonUnicode.Repair(json), new JsonDocumentOptions { AllowTrailingCommas = false, MaxDepth = 16 });
        }
        catch (JsonException exception)
        {
            throw new SchemaException(source, [$"not JSON: {exception.Message}"]);
        }

        using (document)
        {
            var inReports = new HashSet<string>(StringComparer.Ordinal);
            if (TryGetSection(document.RootElement, "report", faults, out JsonElement report))
                inReports.UnionWith(report.EnumerateObject().Select(static member => member.Name));
            var definitions = new List<FieldDefinition>();
            if (TryGetSection(document.RootElement, "event", faults, out JsonElement section))
            {
                foreach (JsonProperty member in section.EnumerateObject())
                {
                    if (member.Name is not "extra" and not "__type" && TryReadField(member, inReports.Contains(member.Name), faults, out FieldDefinition? definition))
                        definitions.Add(definition);
                }
            }

            if (faults.Count > 0)
                throw new SchemaException(source, faults);
            return Schema.Create(definitions);
        }
    }

    public static byte[] Write(Schema schema)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, IndentSize = 4 }))
        {
            writer.WriteStartObject();
            var all = schema.Definitions.Append(BuiltInFields.Extra).OrderBy(static definition => definition.Name, StringComparer.Ordinal).ToList();
            WriteSection(writer, "event", all);
            WriteSection(writer, "report", all.Where(static definition => definition.InReports));
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static bool TryGetSection(JsonElement root, string name, List<string> faults, out JsonElement section)
    {
        section = default;
        bool found = root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out section) && section.ValueKind == JsonValueKind.Object;
        if (!found)
            faults.Add($"the section '{name}' is missing or not an object");
        return found;
    }

    private static bool TryReadField(
        JsonProperty member,
        bool inReports,
        List<string> faults,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out FieldDefinition? definition)
    {
        definition = null;
        int before = faults.Count;
        if (!FieldNames.IsWellFormed(System.Text.Encoding.UTF8.GetBytes(member.Name)))
            faults.Add($"'{member.Name}' is not a field name");
        if (member.Value.ValueKind != JsonValueKind.Object)
        {
            faults.Add($"{member.Name}: not an object");
            return false;
        }

        string? typeName = Text(member, "type", faults);
        HarmonizationType? type = null;
        if (typeName is null)
            faults.Add($"{member.Name}: the type is missing");
        else if (!(Flag(member, "strict", faults) ? HarmonizationTypes.TryGet(typeName, out type) : HarmonizationTypes.IntelMQ33.TryGet(typeName, out type)))
            faults.Add($"{member.Name}: unknown type '{typeName}'{(NearestName.Find(typeName, HarmonizationTypes.All.Select(static known => known.Name)) is { } near ? $"; did you mean '{near}'?" : "")}");
        int? length = null;
        if (member.Value.TryGetProperty("length", out JsonElement limit))
        {
            if (limit.ValueKind == JsonValueKind.Number && limit.TryGetInt32(out int most) && most >= 0)
                length = most;
            else
                faults.Add($"{member.Name}: the length is not a whole number");
        }

        long? minimum = Bound(member, "minimum", faults);
        long? maximum = Bound(member, "maximum", faults);
        TextRule? regex = Rule(member, "regex", ignoreCase: false, faults);
        TextRule? ignoringCase = Rule(member, "iregex", ignoreCase: true, faults);
        string description = Text(member, "description", faults) ?? "";
        if (faults.Count > before || type is null)
            return false;
        definition = new FieldDefinition(member.Name, type, description)
        {
            MaxLength = length,
            Regex = regex,
            RegexIgnoreCase = ignoringCase,
            Minimum = minimum,
            Maximum = maximum,
            InReports = inReports,
        };
        return true;
    }

    private static string? Text(JsonProperty member, string name, List<string> faults)
    {
        if (!member.Value.TryGetProperty(name, out JsonElement value))
            return null;
        if (value.ValueKind == JsonValueKind.String)
            return value.GetString();
        faults.Add($"{member.Name}: the {name} is not text");
        return null;
    }

    private static long? Bound(JsonProperty member, string name, List<string> faults)
    {
        if (!member.Value.TryGetProperty(name, out JsonElement value))
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long bound))
            return bound;
        faults.Add($"{member.Name}: the {name} is not a whole number");
        return null;
    }

    private static bool Flag(JsonProperty member, string name, List<string> faults)
    {
        if (!member.Value.TryGetProperty(name, out JsonElement value))
            return false;
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            faults.Add($"{member.Name}: {name} is neither true nor false");
        return value.ValueKind == JsonValueKind.True;
    }

    private static TextRule? Rule(JsonProperty member, string name, bool ignoreCase, List<string> faults)
    {
        if (Text(member, name, faults) is not { } pattern)
            return null;
        if (!TextRule.TryCreate(pattern, ignoreCase, out TextRule? rule, out string? error))
            faults.Add($"{member.Name}: the {name} is not usable: {error}");
        return rule;
    }

    private static void WriteSection(Utf8JsonWriter writer, string name, IEnumerable<FieldDefinition> definitions)
    {
        writer.WriteStartObject(name);
        foreach (FieldDefinition definition in definitions)
        {
            writer.WriteStartObject(definition.Name);
            writer.WriteString("description", definition.Description);
            writer.WriteString("type", definition.Type.Name);
            if (HarmonizationTypes.IntelMQ33.Of(definition.Type) != definition.Type)
                writer.WriteBoolean("strict", true);
            if (definition.MaxLength is { } length)
                writer.WriteNumber("length", length);
            if (definition.Minimum is { } minimum)
                writer.WriteNumber("minimum", minimum);
            if (definition.Maximum is { } maximum)
                writer.WriteNumber("maximum", maximum);
            if (definition.Regex is not null)
                writer.WriteString("regex", definition.Regex.Pattern);
            if (definition.RegexIgnoreCase is not null)
                writer.WriteString("iregex", definition.RegexIgnoreCase.Pattern);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
