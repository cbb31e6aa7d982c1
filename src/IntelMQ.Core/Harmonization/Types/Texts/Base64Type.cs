using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using IntelMQ.Text;

namespace IntelMQ.Harmonization;

/// <summary>
/// Base64. Cleaning always encodes, also what looks like Base64 already. The check is as lenient as IntelMQ's: characters that are no
/// Base64 are skipped, and nothing behind the padding is looked at; only padding that does not fit is refused.
/// </summary>
internal sealed class Base64Type : HarmonizationType
{
    private const string Padding = "is not Base64: the padding is wrong";

    public Base64Type()
        : base("Base64")
    {
    }

    public override Harmonized Convert(in FieldValue value, Utf8Buffer buffer)
    {
        if (!TextRules.IsText(value, out string? reason))
            return Harmonized.Invalid(reason);
        if (value.Utf8.Length > Base64.GetMaxDecodedFromUtf8Length(int.MaxValue) - 3)
            return Harmonized.Invalid("is too long");
        int start = buffer.Length;
        Base64.EncodeToUtf8(value.Utf8, buffer.GetSpan(Base64.GetMaxEncodedToUtf8Length(value.Utf8.Length)), out _, out int written);
        buffer.Advance(written);
        return Harmonized.Written(FieldValueKind.Text, buffer, start);
    }

    public override bool IsValid(FieldValue value, [NotNullWhen(false)] out string? reason)
    {
        if (!TextRules.IsText(value, out reason))
            return false;
        reason = Base64.IsValid(value.Utf8) || IsDecodable(value.Utf8) ? null : Padding;
        return reason is null;
    }

    private static bool IsDecodable(ReadOnlySpan<byte> text)
    {
        int characters = 0, pads = 0;
        foreach (byte b in text)
        {
            // Python's decoder takes ASCII text only.
            if (b >= 0x80)
                return false;
        }

        foreach (byte b in text)
        {
            if (b == '=')
            {
                if (characters >= 2 && characters + ++pads >= 4)
                    return true;
            }
            else if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'+' or (byte)'/')
            {
                pads = 0;
                characters = (characters + 1) & 3;
            }
        }

        return characters == 0;
    }
}
