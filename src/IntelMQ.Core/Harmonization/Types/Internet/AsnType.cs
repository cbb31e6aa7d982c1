using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using IntelMQ.Text;

namespace IntelMQ.Harmonization;

/// <summary>The number of an autonomous system, 1 to 4294967295. Cleaned: an integer, whose text may begin with <c>AS</c> in any case.</summary>
internal sealed class AsnType : HarmonizationType
{
    private const string NotAsn = "is not an AS number";

    public AsnType()
        : base("ASN")
    {
    }

    internal override FieldValueKind WireKind => FieldValueKind.Number;

    // Nine digits are below the largest number.
    internal override bool Keeps(ReadOnlySpan<byte> text) => text.Length <= 9 && IntegerType.IsPlain(text) && text[0] != (byte)'0';

    public override Harmonized Convert(in FieldValue value, Utf8Buffer buffer)
    {
        int skip = value.Kind == FieldValueKind.Text && value.Utf8 is [(byte)'a' or (byte)'A', (byte)'s' or (byte)'S', ..] ? 2 : 0;
        if (IntegerType.TryConvert(value, skip, buffer, out Harmonized result) && IsInRange(result.Value(value, buffer).Utf8))
            return result;
        return Harmonized.Invalid(NotAsn);
    }

    public override bool IsValid(FieldValue value, [NotNullWhen(false)] out string? reason)
    {
        reason = value.Kind == FieldValueKind.Number && IsInRange(value.Utf8) ? null : NotAsn;
        return reason is null;
    }

    private static bool IsInRange(ReadOnlySpan<byte> digits)
        => Utf8Parser.TryParse(digits, out uint number, out int used) && used == digits.Length && number > 0;
}
