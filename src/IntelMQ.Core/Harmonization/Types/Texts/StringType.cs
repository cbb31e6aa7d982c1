using System.Diagnostics.CodeAnalysis;
using IntelMQ.Text;

namespace IntelMQ.Harmonization;

/// <summary>Any text that is not empty. Cleaned: without white space at its ends; numbers, lists and so on become their Python text form.</summary>
internal sealed class StringType : HarmonizationType
{
    /// <summary><c>GenericType</c> is the same under another name.</summary>
    public StringType(string name = "String")
        : base(name)
    {
    }

    internal override bool Keeps(ReadOnlySpan<byte> text) => Utf8Text.IsTrimmed(text);

    public override Harmonized Convert(in FieldValue value, Utf8Buffer buffer)
    {
        if (value.Kind == FieldValueKind.Text)
            return TextRules.Trimmed(value);
        if (PythonText.IsFalsy(value))
            return Harmonized.Invalid(TextRules.Empty);
        int start = buffer.Length;
        PythonText.Str(value, buffer);
        return Harmonized.Written(FieldValueKind.Text, buffer, start);
    }

    public override bool IsValid(FieldValue value, [NotNullWhen(false)] out string? reason) => TextRules.IsText(value, out reason);
}
