using IntelMQ.Harmonization;

namespace IntelMQ.Lookups;

/// <summary>
/// The networks that are no part of the public internet: IANA's registries of special-purpose addresses for IPv4 and IPv6
/// (iana-ipv4-special-registry and iana-ipv6-special-registry, as of 2025), multicast, and what was site-local and IPv4-compatible.
/// </summary>
/// <remarks>
/// An address of IPv4 within one of IPv6 counts as what it is: mapped (<c>::ffff:0:0/96</c>), translated (<c>::ffff:0:0:0/96</c>,
/// <c>64:ff9b::/96</c>) and 6to4 (<c>2002::/16</c>).
/// </remarks>
public static class SpecialPurposeNetworks
{
    private static readonly string[] Networks =
    [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
        "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24",
        "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "::/96", "64:ff9b:1::/48", "100::/64", "100:0:0:1::/64", "2001::/23", "2001:db8::/32", "2620:4f:8000::/48", "3fff::/20", "5f00::/16",
        "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
    ];

    private static readonly NetworkTable<bool> Table = Build();

    /// <summary>Whether an address is in one of the networks.</summary>
    /// <param name="address">The address.</param>
    public static bool Contains(in IpAddressValue address) => Table.Contains(Embedded(address));

    private static IpAddressValue Embedded(in IpAddressValue address)
    {
        if (!address.IsIPv6)
            return address;
        UInt128 bits = address.Bits;
        // 6to4 has it behind its 16 bits, the others at the end.
        if (bits >> 112 == 0x2002)
            return IpAddressValue.FromIPv4((uint)(bits >> 80));
        UInt128 network = bits >> 32;
        bool isEmbedded = network == 0xFFFF || network == (UInt128)0xFFFF << 16 || network == (UInt128)0x0064_FF9B << 64;
        return isEmbedded ? IpAddressValue.FromIPv4((uint)bits) : address;
    }

    private static NetworkTable<bool> Build()
    {
        var builder = new NetworkTableBuilder<bool>();
        foreach (string network in Networks)
        {
            if (!IpNetworkValue.TryParse(network, HostBits.Refused, out IpNetworkValue value))
                throw new InvalidOperationException($"'{network}' is no network.");
            builder.Add(value, true);
        }

        return builder.Build();
    }
}
