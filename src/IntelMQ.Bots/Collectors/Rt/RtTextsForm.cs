using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace IntelMQ.Bots.Collectors;

/// <summary>One text, commas and all, or a list of texts.</summary>
public sealed class RtTextsForm : ParameterForm<IReadOnlyList<string>>
{
    private static readonly ParameterForm<IReadOnlyList<string>> Lists = ParameterForms.ReadOnlyList(ParameterForms.Text);

    /// <inheritdoc/>
    public override string Words => "a text, or a list of texts";

    /// <inheritdoc/>
    public override bool TryRead(JsonElement json, ParameterReading reading, [MaybeNullWhen(false)] out IReadOnlyList<string> value)
    {
        if (json.ValueKind != JsonValueKind.String)
            return Lists.TryRead(json, reading, out value);
        bool isText = ParameterForms.Text.TryRead(json, reading, out string? text);
        value = isText ? [text!] : null;
        return isText;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, IReadOnlyList<string> value) => Lists.Write(writer, value);

    /// <inheritdoc/>
    public override void WriteSchema(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartArray("type"u8);
        writer.WriteStringValue("string"u8);
        writer.WriteStringValue("array"u8);
        writer.WriteEndArray();
    }
}
