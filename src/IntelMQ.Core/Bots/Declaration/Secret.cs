using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntelMQ.Bots;

/// <summary>A parameter that must not be shown: its text form is always <c>HIDDEN</c>.</summary>
[JsonConverter(typeof(SecretConverter))]
public sealed class Secret
{
    private readonly string _value;

    /// <summary>Wraps the text.</summary>
    public Secret(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        _value = value;
    }

    /// <summary>The text itself, for the place that needs it.</summary>
    public string Reveal() => _value;

    /// <inheritdoc/>
    public override string ToString() => "HIDDEN";
}

/// <summary>Reads a secret from text; writes it hidden.</summary>
public sealed class SecretConverter : JsonConverter<Secret>
{
    /// <inheritdoc/>
    public override Secret Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => reader.TokenType == JsonTokenType.String ? new Secret(reader.GetString()!) : throw new JsonException("must be a text");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Secret value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue("HIDDEN");
    }
}
