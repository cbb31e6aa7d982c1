using System.Runtime.InteropServices;
using System.Text.Json;
using IntelMQ.Harmonization;
using IntelMQ.Text;

namespace IntelMQ.Export;

/// <summary>Values of events as JSON on one line, and values within JSON as those of events.</summary>
public static class JsonFields
{
    /// <summary>Appends a value as JSON, without line breaks in it.</summary>
    /// <param name="value">The value.</param>
    /// <param name="output">Takes the text.</param>
    public static void Append(FieldValue value, Utf8Buffer output)
    {
        ArgumentNullException.ThrowIfNull(output);
        switch (value.Kind)
        {
            case FieldValueKind.Text:
                PythonJson.WriteString(value.Utf8, output, ascii: false);
                break;
            case FieldValueKind.Json when PythonJson.TryWrite(value.Utf8, output, ascii: false, sortKeys: false):
                break;
            case FieldValueKind.Missing or FieldValueKind.Null:
                output.Append("null"u8);
                break;
            default:
                output.Append(value.Utf8);
                break;
        }
    }

    /// <summary>A value within JSON.</summary>
    /// <param name="element">The value.</param>
    /// <param name="text">Takes a text's bytes, which the value is a view of.</param>
    public static FieldValue ValueOf(JsonElement element, Utf8Buffer text)
    {
        ArgumentNullException.ThrowIfNull(text);
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                text.Clear();
                text.Append(element.GetString().AsSpan());
                return FieldValue.Text(text.WrittenSpan);
            case JsonValueKind.Number:
                return FieldValue.Number(JsonMarshal.GetRawUtf8Value(element));
            case JsonValueKind.True or JsonValueKind.False:
                return FieldValue.Boolean(element.ValueKind == JsonValueKind.True);
            case JsonValueKind.Object or JsonValueKind.Array:
                return FieldValue.Json(JsonMarshal.GetRawUtf8Value(element));
            default:
                return FieldValue.Null;
        }
    }
}
