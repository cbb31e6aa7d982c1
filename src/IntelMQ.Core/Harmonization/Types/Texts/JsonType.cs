using System.Diagnostics.CodeAnalysis;
using IntelMQ.Text;

namespace IntelMQ.Harmonization;

/// <summary>
/// JSON, kept as text. Cleaned: text that is JSON is trimmed; other text becomes a JSON string, other values their JSON text with
/// sorted names and ASCII escapes. Arrays and objects may be nested <see cref="PythonJson.MaxDepth"/> deep.
/// </summary>
internal sealed class JsonType : HarmonizationType
{
    internal const string TooDeep = "is JSON nested too deep";
    private const string NotJson = "is not JSON";

    public JsonType()
        : base("JSON")
    {
    }

    public override Harmonized Convert(in FieldValue value, Utf8Buffer buffer)
    {
        int start = buffer.Length;
        switch (value.Kind)
        {
            case FieldValueKind.Text:
                switch (JsonText.Inspect(value.Utf8))
                {
                    case JsonTextKind.TooDeep:
                        return Harmonized.Invalid(TooDeep);
                    case JsonTextKind.None:
                        PythonJson.WriteString(value.Utf8, buffer, ascii: true);
                        break;
                    default:
                        return TextRules.Trimmed(value);
                }

                break;
            case FieldValueKind.Number or FieldValueKind.Boolean or FieldValueKind.Json:
                if (!PythonJson.TryWrite(value.Utf8, buffer, ascii: true, sortKeys: true))
                    return Harmonized.Invalid(NotJson);
                break;
            default:
                return Harmonized.Invalid(TextRules.Empty);
        }

        return Harmonized.Written(FieldValueKind.Text, buffer, start);
    }

    public override bool IsValid(FieldValue value, [NotNullWhen(false)] out string? reason)
    {
        if (!TextRules.IsText(value, out reason))
            return false;
        reason = JsonText.Inspect(value.Utf8) switch { JsonTextKind.None => NotJson, JsonTextKind.TooDeep => TooDeep, _ => null };
        return reason is null;
    }
}
