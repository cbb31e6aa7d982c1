using System.Diagnostics.CodeAnalysis;
using IntelMQ.Text;

namespace IntelMQ.Harmonization;

/// <summary>
/// An integer of any size, up to 4300 digits. Cleaned: what Python's <c>int()</c> takes; the fraction of a number is cut off, true is 1
/// and false 0.
/// </summary>
internal sealed class IntegerType : HarmonizationType
{
    private const string NotInteger = "is not an integer";

    public IntegerType()
        : base("Integer")
    {
    }

    internal override FieldValueKind WireKind => FieldValueKind.Number;

    internal override bool Keeps(ReadOnlySpan<byte> text) => IsPlain(text);

    public override Harmonized Convert(in FieldValue value, Utf8Buffer buffer)
        => TryConvert(value, 0, buffer, out Harmonized result) ? result : Harmonized.Invalid(NotInteger);

    public override bool IsValid(FieldValue value, [NotNullWhen(false)] out string? reason)
    {
        reason = value.Kind == FieldValueKind.Number && PythonNumber.IsInteger(value.Utf8) ? null : NotInteger;
        return reason is null;
    }

    /// <summary>Converts to an integer.</summary>
    /// <param name="value">Any wire value.</param>
    /// <param name="skip">How many bytes at the start of a text are no part of it.</param>
    /// <param name="buffer">Takes the digits where they are not a part of the value.</param>
    /// <param name="result">The integer.</param>
    internal static bool TryConvert(FieldValue value, int skip, Utf8Buffer buffer, out Harmonized result)
    {
        int start = buffer.Length;
        ReadOnlySpan<byte> utf8 = value.Utf8[skip..];
        result = Harmonized.Slice(FieldValueKind.Number, skip, utf8.Length);
        switch (value.Kind)
        {
            case FieldValueKind.Text:
            case FieldValueKind.Number when PythonNumber.IsInteger(utf8):
                if (IsPlain(utf8))
                    return true;
                if (!PythonNumber.TryWriteInteger(utf8, buffer))
                    return false;
                break;
            case FieldValueKind.Number:
                if (!value.TryGetDouble(out double number) || !double.IsFinite(number))
                    return false;
                PythonNumber.WriteTruncated(number, buffer);
                break;
            case FieldValueKind.Boolean:
                buffer.Append(utf8.Length == 4 ? (byte)'1' : (byte)'0');
                break;
            default:
                return false;
        }

        result = Harmonized.Written(FieldValueKind.Number, buffer, start);
        return true;
    }

    // Digits alone, without a leading zero, and not too many.
    internal static bool IsPlain(ReadOnlySpan<byte> text)
        => text.Length is > 0 and <= 20 && (text[0] != '0' || text.Length == 1) && !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');
}
