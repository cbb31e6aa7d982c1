using System.Diagnostics.CodeAnalysis;
using IntelMQ.Text;

namespace IntelMQ.Harmonization;

/// <summary>What the text types share.</summary>
internal static class TextRules
{
    public const string NotText = "is not text";
    public const string Empty = "is empty";

    /// <summary>The text without white space at its ends, as a part of the value.</summary>
    public static Harmonized Trimmed(FieldValue value)
    {
        ReadOnlySpan<byte> trimmed = Utf8Text.Trim(value.Utf8);
        if (trimmed.IsEmpty)
            return Harmonized.Invalid(Empty);
        value.Utf8.Overlaps(trimmed, out int start);

        // Overlaps counts from the second span.
        return Harmonized.Slice(FieldValueKind.Text, Math.Abs(start), trimmed.Length);
    }

    /// <summary>Whether the value is a text with at least one character.</summary>
    public static bool IsText(FieldValue value, [NotNullWhen(false)] out string? reason)
    {
        reason = value.Kind != FieldValueKind.Text ? NotText : value.Utf8.IsEmpty ? Empty : null;
        return reason is null;
    }
}
