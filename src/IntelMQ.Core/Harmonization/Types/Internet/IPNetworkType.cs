using System.Diagnostics.CodeAnalysis;
using IntelMQ.Text;

namespace IntelMQ.Harmonization;

/// <summary>
/// The type <c>IPNetwork</c>: an IPv4 or IPv6 network in canonical text with a prefix length. Bits after the prefix are cleared; a plain
/// address is a network of one.
/// </summary>
/// <remarks>As in IntelMQ, an IPv6 scope goes with the host bits that are cleared, and stays where there are none.</remarks>
internal sealed class IPNetworkType() : HarmonizationType("IPNetwork")
{
    private const string NotANetwork = "is not an IP network";
    private const string HasHostBits = "is not an IP network: bits are set after the prefix";

    public override Harmonized Convert(in FieldValue value, Utf8Buffer buffer)
    {
        // Numbers and booleans count as their text here, which never is a network.
        if (value.Kind != FieldValueKind.Text)
            return Harmonized.Invalid(NotANetwork);
        ReadOnlySpan<byte> text = Utf8Text.Trim(value.Utf8);
        if (!TryParse(text, out IpAddressValue address, out IpNetworkValue network, out ReadOnlySpan<byte> scope))
            return Harmonized.Invalid(NotANetwork);
        if (address != network.Address)
            scope = default;

        Span<byte> canonical = stackalloc byte[IpNetworkValue.MaxTextLength];
        network.TryFormat(canonical, out int written);
        canonical = canonical[..written];
        if (canonical.SequenceEqual(text))
        {
            value.Utf8.Overlaps(text, out int offset);
            return Harmonized.Slice(FieldValueKind.Text, offset, text.Length);
        }

        int start = buffer.Length;
        int slash = canonical.IndexOf((byte)'/');
        buffer.Append(canonical[..slash]);
        buffer.Append(scope);
        buffer.Append(canonical[slash..]);
        return Harmonized.Written(FieldValueKind.Text, buffer, start);
    }

    public override bool IsValid(FieldValue value, [NotNullWhen(false)] out string? reason)
    {
        if (value.Kind != FieldValueKind.Text || !TryParse(value.Utf8, out IpAddressValue address, out IpNetworkValue network, out _))
            reason = NotANetwork;
        else
            reason = address == network.Address ? null : HasHostBits;
        return reason is null;
    }

    private static bool TryParse(
        ReadOnlySpan<byte> text, out IpAddressValue address, out IpNetworkValue network, out ReadOnlySpan<byte> scope)
    {
        network = default;
        int slash = text.IndexOf((byte)'/');
        ReadOnlySpan<byte> host = slash < 0 ? text : text[..slash];
        int percent = host.IndexOf((byte)'%');
        scope = percent < 0 ? default : host[percent..];
        if (!IpAddressValue.TryParse(percent < 0 ? host : host[..percent], out address))
            return false;
        // A scope is anything but nothing, with no second percent sign.
        if (percent >= 0 && (address.IsIPv4 || scope.Length == 1 || scope[1..].Contains((byte)'%')))
            return false;
        int prefixLength = address.BitLength;
        if (slash >= 0 && !IpPrefixParser.TryParse(text[(slash + 1)..], address.IsIPv4, out prefixLength))
            return false;
        network = new IpNetworkValue(address, prefixLength);
        return true;
    }
}
