using System.Diagnostics.CodeAnalysis;
using System.Text;
using IntelMQ.Text;

namespace IntelMQ.Harmonization;

/// <summary>True or false. Cleaned: the texts <c>true</c> and <c>false</c> in any case, and the integers 0 and 1.</summary>
internal sealed class BooleanType : HarmonizationType
{
    private const string NotBoolean = "is not a boolean";

    public BooleanType()
        : base("Boolean")
    {
    }

    public override Harmonized Convert(in FieldValue value, Utf8Buffer buffer)
    {
        ReadOnlySpan<byte> utf8 = value.Utf8;
        switch (value.Kind)
        {
            case FieldValueKind.Boolean:
                return Harmonized.Slice(FieldValueKind.Boolean, 0, utf8.Length);
            case FieldValueKind.Number when utf8.SequenceEqual("1"u8):
                return Write(true, buffer);
            case FieldValueKind.Number when utf8.SequenceEqual("0"u8) || utf8.SequenceEqual("-0"u8):
                return Write(false, buffer);
            case FieldValueKind.Text:
                ReadOnlySpan<byte> text = Utf8Text.Trim(utf8);
                if (Ascii.EqualsIgnoreCase(text, "true"u8))
                    return Write(true, buffer);
                if (Ascii.EqualsIgnoreCase(text, "false"u8))
                    return Write(false, buffer);
                break;
        }

        return Harmonized.Invalid(NotBoolean);
    }

    public override bool IsValid(FieldValue value, [NotNullWhen(false)] out string? reason)
    {
        reason = value.Kind == FieldValueKind.Boolean ? null : NotBoolean;
        return reason is null;
    }

    private static Harmonized Write(bool value, Utf8Buffer buffer)
    {
        int start = buffer.Length;
        buffer.Append(value ? "true"u8 : "false"u8);
        return Harmonized.Written(FieldValueKind.Boolean, buffer, start);
    }
}
