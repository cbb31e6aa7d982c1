using System.Diagnostics.CodeAnalysis;
using IntelMQ.Text;

namespace IntelMQ.Harmonization;

/// <summary>
/// A number. Cleaned: what Python's <c>float()</c> takes, written as a float (<c>1</c> becomes <c>1.0</c>). Not a number and infinity
/// are refused, since JSON has no such numbers.
/// </summary>
internal sealed class FloatType : HarmonizationType
{
    private const string NotFloat = "is not a number";

    public FloatType()
        : base("Float")
    {
    }

    public override Harmonized Convert(in FieldValue value, Utf8Buffer buffer)
    {
        if (!TryRead(value, out double number))
            return Harmonized.Invalid(NotFloat);
        return Write(number, buffer);
    }

    public override bool IsValid(FieldValue value, [NotNullWhen(false)] out string? reason)
    {
        reason = IsNumber(value, out _) ? null : NotFloat;
        return reason is null;
    }

    /// <summary>Reads a text, number or boolean as a finite number.</summary>
    internal static bool TryRead(FieldValue value, out double number)
    {
        if (value.Kind == FieldValueKind.Text)
            return PythonNumber.TryParseDouble(value.Utf8, out number) && double.IsFinite(number);
        if (value.TryGetBoolean(out bool boolean))
        {
            number = boolean ? 1 : 0;
            return true;
        }

        return IsNumber(value, out number);
    }

    /// <summary>Reads a number that is finite as a double.</summary>
    internal static bool IsNumber(FieldValue value, out double number) => value.TryGetDouble(out number) && double.IsFinite(number);

    /// <summary>The wire value of a finite number.</summary>
    internal static Harmonized Write(double number, Utf8Buffer buffer)
    {
        int start = buffer.Length;
        PythonNumber.Write(number, buffer);
        return Harmonized.Written(FieldValueKind.Number, buffer, start);
    }
}
