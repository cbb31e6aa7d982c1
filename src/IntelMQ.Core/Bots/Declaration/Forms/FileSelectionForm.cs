using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using IntelMQ.Intake;

namespace IntelMQ.Bots;

/// <summary>Which files of an archive are taken: <c>true</c>, <c>false</c>, a list of names, or a text with commas between names.</summary>
public sealed class FileSelectionForm : ParameterForm<FileSelection>
{
    /// <inheritdoc/>
    public override string Words => "true, false, or a list of names";

    /// <inheritdoc/>
    public override bool TryRead(JsonElement json, ParameterReading reading, [MaybeNullWhen(false)] out FileSelection value)
    {
        ArgumentNullException.ThrowIfNull(reading);
        value = json.ValueKind switch
        {
            JsonValueKind.True => FileSelection.All,
            JsonValueKind.False => FileSelection.None,
            JsonValueKind.String when JsonTexts.Read(json) is { } text && bool.TryParse(text, out bool isAll) => isAll ? FileSelection.All : FileSelection.None,
            JsonValueKind.String when json.ValueEquals(""u8) => FileSelection.None,
            _ => TextList.Form.TryRead(json, reading, out TextList? names) ? FileSelection.Of([.. names]) : null,
        };
        return value is not null;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, FileSelection value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        if (value.IsAll || value.IsNone)
            writer.WriteBooleanValue(value.IsAll);
        else
            TextList.Form.Write(writer, [.. value.Names]);
    }

    /// <inheritdoc/>
    public override void WriteSchema(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartArray("type"u8);
        writer.WriteStringValue("boolean"u8);
        writer.WriteStringValue("string"u8);
        writer.WriteStringValue("array"u8);
        writer.WriteEndArray();
    }
}
