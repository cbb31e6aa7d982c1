using System.Net;
using System.Net.Sockets;

namespace IntelMQ.Http;

/// <summary>
/// The addresses that are not globally reachable, by IANA's registries "IPv4 Special-Purpose Address Space" and "IPv6 Special-Purpose
/// Address Space" (RFC 6890 and its updates), with multicast and what is reserved.
/// </summary>
internal static class SpecialAddresses
{
    private static readonly IPNetwork[] Inside4 = Parse(
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
        "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3");

    // Within 2000::/3, which alone is given out.
    private static readonly IPNetwork[] Inside6 = Parse("2001::/23", "2001:db8::/32", "3fff::/20");

    private static readonly IPNetwork[] Outside6 = Parse(
        "2001:1::1/128", "2001:1::2/128", "2001:1::3/128", "2001:3::/32", "2001:4:112::/48", "2001:20::/28", "2001:30::/28");

    private static readonly IPNetwork Global6 = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork Translated = IPNetwork.Parse("::ffff:0:0:0/96");

    /// <summary>Whether an address is globally reachable.</summary>
    /// <param name="address">No IPv4 address that is mapped to IPv6.</param>
    public static bool IsPublic(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetwork)
            return !Contains(Inside4, address);
        if (address.IsIPv4MappedToIPv6)
            return IsPublic(address.MapToIPv4());
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        if (Nat64.Contains(address) || Translated.Contains(address))
            return IsPublic(new IPAddress(bytes[12..]));
        if (SixToFour.Contains(address))
            return IsPublic(new IPAddress(bytes[2..6]));
        return Global6.Contains(address) && (!Contains(Inside6, address) || Contains(Outside6, address));
    }

    private static bool Contains(IPNetwork[] networks, IPAddress address) => Array.Exists(networks, network => network.Contains(address));

    private static IPNetwork[] Parse(params ReadOnlySpan<string> networks)
    {
        var parsed = new IPNetwork[networks.Length];
        for (int i = 0; i < networks.Length; i++)
            parsed[i] = IPNetwork.Parse(networks[i]);
        return parsed;
    }
}
