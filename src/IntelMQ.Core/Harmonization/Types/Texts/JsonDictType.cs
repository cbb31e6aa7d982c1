using System.Diagnostics.CodeAnalysis;
using IntelMQ.Text;

namespace IntelMQ.Harmonization;

/// <summary>
/// A JSON object with members, kept as text. Cleaned: text is trimmed, an object becomes its JSON text with sorted names and ASCII
/// escapes. May be nested <see cref="PythonJson.MaxDepth"/> deep.
/// </summary>
internal sealed class JsonDictType : HarmonizationType
{
    private const string NotObject = "is not a JSON object with members";

    public JsonDictType()
        : base("JSONDict")
    {
    }

    public override Harmonized Convert(in FieldValue value, Utf8Buffer buffer)
    {
        if (value.Kind == FieldValueKind.Text)
            return IsValid(value, out string? reason) ? TextRules.Trimmed(value) : Harmonized.Invalid(reason);
        if (value.Kind != FieldValueKind.Json || !value.Utf8.TrimStart(" \t\r\n"u8).StartsWith((byte)'{') || PythonText.IsFalsy(value))
            return Harmonized.Invalid(NotObject);
        int start = buffer.Length;
        if (!PythonJson.TryWrite(value.Utf8, buffer, ascii: true, sortKeys: true))
            return Harmonized.Invalid(NotObject);
        return Harmonized.Written(FieldValueKind.Text, buffer, start);
    }

    public override bool IsValid(FieldValue value, [NotNullWhen(false)] out string? reason)
    {
        if (!TextRules.IsText(value, out reason))
            return false;
        reason = JsonText.Inspect(value.Utf8) switch { JsonTextKind.Object => null, JsonTextKind.TooDeep => JsonType.TooDeep, _ => NotObject };
        return reason is null;
    }
}
