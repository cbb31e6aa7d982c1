using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using IntelMQ.Text;

namespace IntelMQ.Harmonization;

/// <summary>
/// The type <c>IPAddress</c>: an IPv4 or IPv6 address in canonical text. Also takes integers, and networks of one address; cuts scopes off.
/// </summary>
internal sealed class IPAddressType() : HarmonizationType("IPAddress")
{
    private const string NotAnAddress = "is not an IP address";
    private const string IsUnspecified = "is the address 0.0.0.0, which stands for no address";

    // 2^128 has 39 digits.
    private const int MaxDigits = 39;

    // Most values are canonical IPv4: the strict grammar has one text for each address.
    internal override bool Keeps(ReadOnlySpan<byte> text) => IpAddressParser.TryParseIPv4(text, out uint bits) && bits != 0;

    public override Harmonized Convert(in FieldValue value, Utf8Buffer buffer) => value.Kind switch
    {
        FieldValueKind.Text => ConvertText(value.Utf8, buffer),
        FieldValueKind.Number => ConvertInteger(value.Utf8, buffer),
        FieldValueKind.Boolean => ConvertInteger(value.Utf8.Length == 4 ? "1"u8 : "0"u8, buffer),
        _ => Harmonized.Invalid(NotAnAddress),
    };

    public override bool IsValid(FieldValue value, [NotNullWhen(false)] out string? reason)
    {
        if (value.Kind != FieldValueKind.Text || !IpAddressValue.TryParse(value.Utf8, out IpAddressValue address))
            reason = NotAnAddress;
        else
            reason = IsZero(address) ? IsUnspecified : null;
        return reason is null;
    }

    private static Harmonized ConvertText(ReadOnlySpan<byte> text, Utf8Buffer buffer)
    {
        if (IpAddressParser.TryParseIPv4(text, out uint bits))
            return bits == 0 ? Harmonized.Invalid(IsUnspecified) : Harmonized.Slice(FieldValueKind.Text, 0, text.Length);

        ReadOnlySpan<byte> trimmed = Utf8Text.Trim(text);
        if (IsInteger(trimmed))
            return ConvertInteger(trimmed, buffer);

        int scope = trimmed.IndexOf((byte)'%');
        ReadOnlySpan<byte> unscoped = scope < 0 ? trimmed : trimmed[..scope];
        if (!IpAddressValue.TryParse(unscoped, out IpAddressValue address))
        {
            if (!IpNetworkValue.TryParse(unscoped, HostBits.Cleared, out IpNetworkValue network)
                || network.PrefixLength != network.Address.BitLength)
                return Harmonized.Invalid(NotAnAddress);
            address = network.Address;
            unscoped = unscoped[..unscoped.IndexOf((byte)'/')];
        }

        if (IsZero(address))
            return Harmonized.Invalid(IsUnspecified);
        if (address.IsIPv4)
            return Slice(text, unscoped);
        Span<byte> canonical = stackalloc byte[IpAddressValue.MaxTextLength];
        address.TryFormat(canonical, out int written);
        return canonical[..written].SequenceEqual(unscoped) ? Slice(text, unscoped) : Write(address, buffer);
    }

    private static Harmonized ConvertInteger(ReadOnlySpan<byte> digits, Utf8Buffer buffer)
    {
        if (digits.Length > MaxDigits || !UInt128.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out UInt128 number))
            return Harmonized.Invalid(NotAnAddress);
        return number == UInt128.Zero ? Harmonized.Invalid(IsUnspecified) : Write(IpAddressValue.FromInteger(number), buffer);
    }

    private static bool IsInteger(ReadOnlySpan<byte> text)
        => !text.IsEmpty && text[0] is >= (byte)'1' and <= (byte)'9' && text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;

    private static bool IsZero(IpAddressValue address) => address.IsIPv4 && address.Bits == UInt128.Zero;

    private static Harmonized Slice(ReadOnlySpan<byte> text, ReadOnlySpan<byte> part)
    {
        text.Overlaps(part, out int start);
        return Harmonized.Slice(FieldValueKind.Text, start, part.Length);
    }

    private static Harmonized Write(IpAddressValue address, Utf8Buffer buffer)
    {
        int start = buffer.Length;
        address.Format(buffer);
        return Harmonized.Written(FieldValueKind.Text, buffer, start);
    }
}
