using System.Text;
using System.Text.Json;
using IntelMQ.Export;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Misp.Events;

/// <summary>MISP's object <c>intelmq_event</c>, as the outputs of this package write it.</summary>
internal sealed class MispObjectFormat : EventFormat
{
    private const int MaxComplaints = 100;

    /// <inheritdoc/>
    public override string Name => "misp";

    /// <inheritdoc/>
    public override string Title => "MISP object intelmq_event";

    /// <inheritdoc/>
    public override string Specification => "https://www.misp-project.org/objects.html#_intelmq_event";

    /// <inheritdoc/>
    public override IReadOnlyList<FormatRow> Rows { get; } =
    [
        new("", "name, meta-category, description, template_uuid, template_version", FormatDirection.Written, "Those of the template `intelmq_event`, version 5."),
        new("all", "uuid, Attribute[].uuid", FormatDirection.Written, "The same for equal events."),
        .. Schema.Default.Definitions.Select(static field => field.Name).Where(static name => name != EventValues.Extra).Order(StringComparer.Ordinal).Select(RowOf),
        new("extra", "Attribute[object_relation=extra].value", Note: "All of it as one JSON text."),
        new("fields of one's own", "Attribute[object_relation=NAME].value", Note: "`text`, `Other`."),
    ];

    /// <inheritdoc/>
    public override void Write(Event message, Utf8Buffer output)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(output);
        if (!new ObjectWriter(new PlainForm()).Append(message, NameUuid.Of(message), 0, output, values: null))
            output.Append("{\"name\":\"intelmq_event\",\"meta-category\":\"network\",\"template_uuid\":\"491ac7d2-25a1-4078-8246-b04a132d003d\",\"template_version\":\"5\",\"Attribute\":[]}"u8);
    }

    /// <inheritdoc/>
    public override FormatRead Read(ReadOnlySpan<byte> document, Schema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        if (document.Length > MaxBytes)
            return FormatRead.Refused($"The document has more than {MaxBytes} bytes.");
        try
        {
            var reader = new Utf8JsonReader(document, new JsonReaderOptions { MaxDepth = 64 });
            using JsonDocument json = JsonDocument.ParseValue(ref reader);
            if (document[(int)reader.BytesConsumed..].ContainsAnyExcept(" \t\r\n"u8))
                return FormatRead.Refused("Something follows the document's object.");
            JsonElement root = json.RootElement;
            // The REST API answers with the object within another.
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("Object", out JsonElement inner))
                root = inner;
            if (TextOf(root, "name") != MispTemplate.Name)
                return FormatRead.Refused("The document is no object intelmq_event of MISP: its name is another.");
            return Read(root, new Event(schema));
        }
        catch (JsonException exception)
        {
            return FormatRead.Refused($"The document is no JSON: {Printable.Of(exception.Message)}");
        }
        catch (InvalidOperationException)
        {
            return FormatRead.Refused("The document holds a text that is not Unicode.");
        }
    }

    private static FormatRead Read(JsonElement root, Event message)
    {
        var complaints = new List<string>();
        var text = new Utf8Buffer();
        if (root.TryGetProperty("Attribute", out JsonElement attributes) && attributes.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement attribute in attributes.EnumerateArray())
            {
                if (TextOf(attribute, "object_relation") is not { } field || !attribute.TryGetProperty("value", out JsonElement value) || IsDeleted(attribute))
                    continue;
                SetResult result = Set(message, field, value, text);
                if (result.IsRefused && complaints.Count < MaxComplaints)
                    complaints.Add($"{Printable.Of(field)} is left out: {result.Field} {result.Reason}.");
            }
        }

        return message.Count == 0
            ? new FormatRead([], complaints, "The object has no attribute that an event takes.")
            : new FormatRead([message], complaints, null);
    }

    private static SetResult Set(Event message, string field, JsonElement value, Utf8Buffer text)
    {
        FieldValue read = JsonFields.ValueOf(value, text);
        switch (field)
        {
            case "raw" when value.ValueKind == JsonValueKind.String && value.TryGetBytesFromBase64(out byte[]? bytes):
                return message.Set(Fields.Raw, bytes);
            case EventValues.Extra when read.Kind == FieldValueKind.Text:
                return SetExtra(message, read.ToString(), text);
            default:
                return message.Set(field, read);
        }
    }

    // The names stand there as they are, so that each is set by itself.
    private static SetResult SetExtra(Event message, string json, Utf8Buffer text)
    {
        SetResult result = message.Set(EventValues.Extra, FieldValue.Null);
        try
        {
            using JsonDocument members = JsonDocument.Parse(json);
            if (members.RootElement.ValueKind != JsonValueKind.Object)
                return message.Set(EventValues.Extra, FieldValue.Number("0"u8));
            foreach (JsonProperty member in members.RootElement.EnumerateObject())
            {
                SetResult set = message.Set($"{EventValues.Extra}.{member.Name}", JsonFields.ValueOf(member.Value, text));
                result = set.IsRefused ? set : result;
            }
        }
        catch (JsonException)
        {
            return message.Set(EventValues.Extra, FieldValue.Text(Encoding.UTF8.GetBytes(json)));
        }

        return result;
    }

    private static bool IsDeleted(JsonElement attribute) => attribute.TryGetProperty("deleted", out JsonElement deleted) && deleted.ValueKind == JsonValueKind.True;

    private static string? TextOf(JsonElement element, string member)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static FormatRow RowOf(string field)
    {
        MispAttributeKind kind = MispTemplate.KindOf(field);
        return new FormatRow(field, $"Attribute[object_relation={field}].value", Note: $"`{kind.Type}`, `{kind.Category}`{(kind.ToIds ? ", `to_ids`" : "")}.");
    }

    private sealed class PlainForm : ObjectForm
    {
        public override MispAttributeKind? KindOf(Event message, string field) => MispTemplate.KindOf(field);
    }
}
