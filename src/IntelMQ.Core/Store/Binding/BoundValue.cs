using System.Globalization;
using System.Text;
using IntelMQ.Harmonization;

namespace IntelMQ.Store;

/// <summary>A value as its field has it.</summary>
internal sealed record BoundValue(FieldValueKind Kind, string Text, long Whole, double Real)
{
    /// <summary>The digits of a number of <c>extra</c> that takes part in comparisons; longer ones are alike to none, in every store.</summary>
    public const int MaxDigits = 30;

    public byte[] Utf8 { get; } = Encoding.UTF8.GetBytes(Text);

    public static bool TryReadMemberNumber(ReadOnlySpan<byte> digits, out double number)
    {
        number = 0;
        int exponent = digits.IndexOfAny((byte)'e', (byte)'E');
        ReadOnlySpan<byte> mantissa = exponent < 0 ? digits : digits[..exponent];
        ReadOnlySpan<byte> power = exponent < 0 ? default : digits[(exponent + 1)..].TrimStart("+-"u8);
        return mantissa.TrimStart((byte)'-').Length <= MaxDigits && power.Length <= 2 && double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
    }
}
