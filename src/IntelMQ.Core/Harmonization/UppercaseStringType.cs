using System.Diagnostics.CodeAnalysis;
using IntelMQ.Text;

namespace IntelMQ.Harmonization;

/// <summary>A text that upper-casing leaves as it is. Cleaned: upper-cased, without white space at its ends.</summary>
internal sealed class UppercaseStringType : HarmonizationType
{
    public UppercaseStringType()
        : base("UppercaseString")
    {
    }

    public override Harmonized Convert(FieldValue value, Utf8Buffer buffer)
    {
        if (value.Kind != FieldValueKind.Text)
            return Harmonized.Invalid(TextRules.NotText);
        Harmonized trimmed = TextRules.Trimmed(value);
        if (!trimmed.IsValid)
            return trimmed;
        ReadOnlySpan<byte> text = value.Utf8.Slice(trimmed.Start, trimmed.Length);
        if (PythonCase.IsUpper(text))
            return trimmed;
        int start = buffer.Length;
        PythonCase.Upper(text, buffer);
        return Harmonized.Written(FieldValueKind.Text, buffer, start);
    }

    public override bool IsValid(FieldValue value, [NotNullWhen(false)] out string? reason)
    {
        if (!TextRules.IsText(value, out reason))
            return false;
        reason = PythonCase.IsUpper(value.Utf8) ? null : "is not in upper case";
        return reason is null;
    }
}
