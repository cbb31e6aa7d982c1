using System.Text.Json;
using System.Text.Json.Serialization;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Messages;

/// <summary>
/// Lets <see cref="JsonSerializer"/> write and read events as flat JSON with <c>__type</c>. Reading uses the schema it was created with,
/// by default <see cref="Schema.Default"/>.
/// </summary>
public sealed class EventJsonConverter : JsonConverter<Event>
{
    private readonly Schema _schema;

    /// <summary>A converter for events of the default schema.</summary>
    public EventJsonConverter()
        : this(Schema.Default)
    {
    }

    /// <summary>A converter for events of a schema.</summary>
    public EventJsonConverter(Schema schema) => _schema = schema;

    /// <inheritdoc/>
    /// <exception cref="JsonException">The JSON is no event of the schema; the message names field and reason.</exception>
    public override Event Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        byte[] json = System.Text.Encoding.UTF8.GetBytes(document.RootElement.GetRawText());
        return Event.TryParse(json, _schema, out Event? message, out MessageError? error) ? message : throw new JsonException(error.ToString());
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Event value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        var json = new Utf8Buffer(1024);
        value.WriteTo(json, MessageFormat.WithType);
        writer.WriteRawValue(json.WrittenSpan, skipInputValidation: true);
    }
}
