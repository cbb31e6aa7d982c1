using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using IntelMQ.Harmonization;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Replay;

/// <summary>One value against one harmonization type.</summary>
internal static class TypeReplay
{
    public static void Answer(JsonElement question, Schema schema, Utf8JsonWriter writer)
    {
        bool valid = false;
        bool validAfter = false;
        writer.WriteStartObject();
        writer.WritePropertyName("sanitized");
        if (TryGet(Answers.Text(question, "type") ?? "", schema, out HarmonizationType? type)
            && question.TryGetProperty("value", out JsonElement value)
            && TryRead(value, out byte[] bytes, out FieldValueKind kind))
        {
            FieldValue input = FieldValue.Of(kind, bytes);
            valid = type.IsValid(input, out _);
            var buffer = new Utf8Buffer();
            Harmonized result = type.Convert(input, buffer);
            FieldValue wire = result.IsValid ? result.Value(input, buffer) : FieldValue.Missing;
            validAfter = !wire.IsMissing && type.IsValid(wire, out _);
            Answers.WriteValue(writer, wire);
        }
        else
        {
            writer.WriteNullValue();
        }

        writer.WriteBoolean("valid", valid);
        writer.WriteBoolean("valid_after_sanitize", validAfter);
        writer.WriteEndObject();
    }

    private static bool TryGet(string name, Schema schema, [NotNullWhen(true)] out HarmonizationType? type)
        => schema == Schema.IntelMQ33 ? HarmonizationTypes.IntelMQ33.TryGet(name, out type) : HarmonizationTypes.TryGet(name, out type);

    private static bool TryRead(JsonElement value, out byte[] bytes, out FieldValueKind kind)
    {
        kind = value.ValueKind switch
        {
            JsonValueKind.String => FieldValueKind.Text,
            JsonValueKind.Number => FieldValueKind.Number,
            JsonValueKind.True or JsonValueKind.False => FieldValueKind.Boolean,
            JsonValueKind.Null => FieldValueKind.Null,
            _ => FieldValueKind.Json,
        };
        try
        {
            string text = kind switch { FieldValueKind.Text => value.GetString()!, FieldValueKind.Null => "", _ => value.GetRawText() };
            bytes = Encoding.UTF8.GetBytes(text);
            return true;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair is no text.
            bytes = [];
            return false;
        }
    }
}
