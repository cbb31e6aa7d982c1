using System.Diagnostics.CodeAnalysis;
using System.Net;
using IntelMQ.Text;

namespace IntelMQ.Harmonization;

/// <summary>
/// A network: its first address and the length of its prefix; no bit is set after the prefix. The default value is no network.
/// </summary>
public readonly struct IpNetworkValue : IEquatable<IpNetworkValue>
{
    /// <summary>The most bytes or characters that a network is written with.</summary>
    public const int MaxTextLength = IpAddressValue.MaxTextLength + 4;

    private readonly byte _prefixLength;

    /// <summary>The network that an address lies in; bits after the prefix are cleared.</summary>
    /// <param name="address">Any address of the network.</param>
    /// <param name="prefixLength">0 to 32 for IPv4, 0 to 128 for IPv6.</param>
    public IpNetworkValue(IpAddressValue address, int prefixLength)
    {
        Address = address.Masked(prefixLength);
        _prefixLength = (byte)prefixLength;
    }

    /// <summary>The first address of the network.</summary>
    public IpAddressValue Address { get; }

    /// <summary>How many leading bits all addresses of the network share.</summary>
    public int PrefixLength => _prefixLength;

    /// <summary>
    /// Reads a network as IntelMQ does: an address alone (a network of one), or an address, a slash and a prefix length; for IPv4 also
    /// a netmask (<c>/255.255.255.0</c>) or its opposite (<c>/0.0.0.255</c>). No blanks, ranges, scopes or shortened addresses.
    /// </summary>
    /// <param name="utf8">The whole text.</param>
    /// <param name="hostBits">
    /// Whether bits may be set after the prefix (<c>192.0.2.1/24</c>); they are cleared. Otherwise such a text is refused.
    /// </param>
    /// <param name="network">The network, where it is one.</param>
    public static bool TryParse(ReadOnlySpan<byte> utf8, HostBits hostBits, out IpNetworkValue network)
    {
        network = default;
        int slash = utf8.IndexOf((byte)'/');
        if (!IpAddressValue.TryParse(slash < 0 ? utf8 : utf8[..slash], out IpAddressValue address))
            return false;
        int prefixLength = address.BitLength;
        if (slash >= 0 && !IpPrefixParser.TryParse(utf8[(slash + 1)..], address.IsIPv4, out prefixLength))
            return false;
        network = new IpNetworkValue(address, prefixLength);
        return hostBits == HostBits.Cleared || network.Address == address;
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{byte}, HostBits, out IpNetworkValue)"/>
    public static bool TryParse(ReadOnlySpan<char> text, HostBits hostBits, out IpNetworkValue network)
    {
        const int longest = 128;
        Span<byte> ascii = stackalloc byte[longest];
        network = default;
        return text.Length <= longest
            && System.Text.Ascii.FromUtf16(text, ascii, out int written) == System.Buffers.OperationStatus.Done
            && TryParse(ascii[..written], hostBits, out network);
    }

    /// <summary>The value of a framework network.</summary>
    public static IpNetworkValue From(IPNetwork network) => new(IpAddressValue.From(network.BaseAddress), network.PrefixLength);

    /// <summary>The network as the framework has it.</summary>
    /// <exception cref="InvalidOperationException">The default value is no network.</exception>
    public IPNetwork ToIPNetwork() => new(Address.ToIPAddress(), PrefixLength);

    /// <summary>Whether the address is of the same version and lies in the network.</summary>
    public bool Contains(IpAddressValue address)
        => address.Version == Address.Version && address.Version != 0 && address.Masked(_prefixLength) == Address;

    /// <summary>Whether all of the other network lies in this one.</summary>
    public bool Contains(IpNetworkValue other) => other._prefixLength >= _prefixLength && Contains(other.Address);

    /// <summary>Writes the canonical text: address, slash, prefix length.</summary>
    /// <param name="target">At least <see cref="MaxTextLength"/> bytes always suffice.</param>
    /// <param name="written">How many bytes were written.</param>
    /// <returns>Whether the target was large enough.</returns>
    public bool TryFormat(Span<byte> target, out int written)
    {
        written = 0;
        if (Address.Version == 0)
            return true;
        Span<byte> text = stackalloc byte[MaxTextLength];
        Address.TryFormat(text, out int length);
        text[length++] = (byte)'/';
        _prefixLength.TryFormat(text[length..], out int digits, provider: System.Globalization.CultureInfo.InvariantCulture);
        length += digits;
        if (!text[..length].TryCopyTo(target))
            return false;
        written = length;
        return true;
    }

    /// <summary>Appends the canonical text, as <see cref="TryFormat"/> writes it.</summary>
    public void Format(Utf8Buffer buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        TryFormat(buffer.GetSpan(MaxTextLength), out int written);
        buffer.Advance(written);
    }

    /// <summary>The canonical text; empty for the default value.</summary>
    public override string ToString()
    {
        Span<byte> text = stackalloc byte[MaxTextLength];
        TryFormat(text, out int written);
        return System.Text.Encoding.ASCII.GetString(text[..written]);
    }

    /// <inheritdoc/>
    public bool Equals(IpNetworkValue other) => _prefixLength == other._prefixLength && Address == other.Address;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is IpNetworkValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Address, _prefixLength);

    /// <summary>Whether both are the same network.</summary>
    public static bool operator ==(IpNetworkValue left, IpNetworkValue right) => left.Equals(right);

    /// <summary>Whether they differ in address or prefix length.</summary>
    public static bool operator !=(IpNetworkValue left, IpNetworkValue right) => !left.Equals(right);
}
