using System.Diagnostics.CodeAnalysis;
using IntelMQ.Text;

namespace IntelMQ.Harmonization;

/// <summary>A text in one case. Cleaned: put into that case, without white space at its ends.</summary>
internal abstract class CaseType(string name, string refusal) : HarmonizationType(name)
{
    internal sealed override bool Keeps(ReadOnlySpan<byte> text) => Utf8Text.IsTrimmed(text) && IsInCase(text);

    public sealed override Harmonized Convert(in FieldValue value, Utf8Buffer buffer)
    {
        if (value.Kind != FieldValueKind.Text)
            return Harmonized.Invalid(TextRules.NotText);
        Harmonized trimmed = TextRules.Trimmed(value);
        if (!trimmed.IsValid)
            return trimmed;
        ReadOnlySpan<byte> text = value.Utf8.Slice(trimmed.Start, trimmed.Length);
        if (IsInCase(text))
            return trimmed;
        int start = buffer.Length;
        Write(text, buffer);
        return Harmonized.Written(FieldValueKind.Text, buffer, start);
    }

    public sealed override bool IsValid(FieldValue value, [NotNullWhen(false)] out string? reason)
    {
        if (!TextRules.IsText(value, out reason))
            return false;
        reason = IsInCase(value.Utf8) ? null : refusal;
        return reason is null;
    }

    private protected abstract bool IsInCase(ReadOnlySpan<byte> text);

    private protected abstract void Write(ReadOnlySpan<byte> text, Utf8Buffer buffer);
}
