using System.Text;
using IntelMQ.Export;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Misp.Events;

/// <summary>The fields of an event as MISP's attributes hold them.</summary>
internal static class EventValues
{
    /// <summary>The name under which all that has no field of its own is one attribute.</summary>
    public const string Extra = "extra";

    /// <summary>Appends a value as it stands in MISP's JSON: a float as number, other numbers as text.</summary>
    /// <param name="value">The value.</param>
    /// <param name="type">MISP's type of it.</param>
    /// <param name="isExact">Whether whole numbers are numbers and booleans are 0 and 1, as MISP checks them, not as IntelMQ writes them.</param>
    /// <param name="output">Takes JSON.</param>
    /// <returns>Not where there is no value.</returns>
    public static bool AppendJson(FieldValue value, string type, bool isExact, Utf8Buffer output)
    {
        switch (value.Kind)
        {
            case FieldValueKind.Missing or FieldValueKind.Null:
                return false;
            case FieldValueKind.Boolean when isExact:
                output.Append(value.Utf8 is [(byte)'t', ..] ? "\"1\""u8 : "\"0\""u8);
                return true;
            case FieldValueKind.Boolean:
            case FieldValueKind.Number when type == "float" || (isExact && type == "integer"):
                output.Append(value.Utf8);
                return true;
            case FieldValueKind.Json:
                var json = new Utf8Buffer();
                JsonFields.Append(value, json);
                PythonJson.WriteString(json.WrittenSpan, output, ascii: false);
                return true;
            default:
                PythonJson.WriteString(value.Utf8, output, ascii: false);
                return true;
        }
    }

    /// <summary>Appends a value as the text that MISP keeps of it.</summary>
    public static void AppendText(FieldValue value, Utf8Buffer output)
    {
        if (value.Kind == FieldValueKind.Boolean)
            output.Append(value.Utf8 is [(byte)'t', ..] ? (byte)'1' : (byte)'0');
        else if (value.Kind == FieldValueKind.Json)
            JsonFields.Append(value, output);
        else
            output.Append(value.Utf8);
    }

    /// <summary>A value as the text that MISP keeps of it; <see langword="null"/> where there is none, or none that tells anything (0, false, empty).</summary>
    public static string? TellingText(Event message, string field) => PythonText.IsFalsy(message[field]) ? null : Text(message, field);

    /// <summary>A value as the text that MISP keeps of it; <see langword="null"/> where there is none.</summary>
    public static string? Text(Event message, string field)
    {
        FieldValue value = message[field];
        if (value.IsMissing)
            return null;
        var text = new Utf8Buffer();
        AppendText(value, text);
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    /// <summary>All that has no field of its own as one JSON text, with the names as they are, in the order in which it came.</summary>
    public static FieldValue ExtraOf(Event message, IReadOnlyList<FieldKey> keys, Utf8Buffer output)
    {
        output.Clear();
        foreach (FieldKey key in keys)
        {
            if (!key.IsExtra)
                continue;
            output.Append(output.Length == 0 ? "{"u8 : ", "u8);
            PythonJson.WriteString(key.NameUtf8[(Extra.Length + 1)..], output, ascii: false);
            output.Append(": "u8);
            JsonFields.Append(message[key], output);
        }

        if (output.Length == 0)
            return FieldValue.Missing;
        output.Append((byte)'}');
        return FieldValue.Text(output.WrittenSpan);
    }
}
