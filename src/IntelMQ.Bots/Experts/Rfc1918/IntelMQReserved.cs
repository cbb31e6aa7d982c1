using IntelMQ.Harmonization;

namespace IntelMQ.Bots.Experts;

/// <summary>
/// What is set aside for private networks, documentation and the like, in the choice that IntelMQ makes: loopback and unique local
/// addresses of IPv6, 0.0.0.0/8, mapped addresses, <c>.local</c> and private AS numbers are not in it.
/// </summary>
internal static class IntelMQReserved
{
    // First and last address, sorted: 10/8, 100.64/10, 127/8, 169.254/16, 172.16/12, 192.0.0/24, 192.0.2/24, 192.88.99/24, 192.168/16,
    // 198.18/15, 198.51.100/24, 203.0.113/24, and all from 224.0.0.0 on.
    private static readonly (uint First, uint Last)[] IPv4 =
    [
        (0x0A000000, 0x0AFFFFFF), (0x64400000, 0x647FFFFF), (0x7F000000, 0x7FFFFFFF), (0xA9FE0000, 0xA9FEFFFF), (0xAC100000, 0xAC1FFFFF),
        (0xC0000000, 0xC00000FF), (0xC0000200, 0xC00002FF), (0xC0586300, 0xC05863FF), (0xC0A80000, 0xC0A8FFFF), (0xC6120000, 0xC613FFFF),
        (0xC6336400, 0xC63364FF), (0xCB007100, 0xCB0071FF), (0xE0000000, 0xFFFFFFFF),
    ];

    /// <summary>Whether an address is in one of the networks.</summary>
    public static bool IsAddress(in IpAddressValue address)
    {
        if (address.IsIPv4)
            return IsIPv4((uint)address.Bits);
        // fe80::/64 and 2001:db8::/32.
        ulong network = (ulong)(address.Bits >> 64);
        return address.IsIPv6 && (network == 0xFE80_0000_0000_0000 || network >> 32 == 0x2001_0DB8);
    }

    /// <summary>Whether a name is example.com, .net or .org, one below these, or one below .test, .example, .invalid or .localhost.</summary>
    public static bool IsName(ReadOnlySpan<byte> name)
    {
        int dot = name.LastIndexOf((byte)'.');
        if (dot < 0)
            return false;
        ReadOnlySpan<byte> top = name[(dot + 1)..];
        return IanaReserved.IsExample(name) || top.SequenceEqual("test"u8) || top.SequenceEqual("example"u8) || top.SequenceEqual("invalid"u8) || top.SequenceEqual("localhost"u8);
    }

    /// <summary>Whether an AS number is one for documentation.</summary>
    public static bool IsAsn(long number) => number is (>= 64496 and <= 64511) or (>= 65536 and <= 65551);

    private static bool IsIPv4(uint bits)
    {
        foreach ((uint first, uint last) in IPv4)
        {
            if (bits <= last)
                return bits >= first;
        }

        return false;
    }
}
