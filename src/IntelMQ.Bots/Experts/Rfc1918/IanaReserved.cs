using IntelMQ.Harmonization;
using IntelMQ.Lookups;

namespace IntelMQ.Bots.Experts;

/// <summary>
/// What IANA's registries reserve: special-purpose addresses, special-use domain names (RFC 6761 and those that followed) and
/// <c>.internal</c>, special-purpose AS numbers.
/// </summary>
internal static class IanaReserved
{
    /// <summary>As <see cref="SpecialPurposeNetworks.Contains"/>.</summary>
    public static bool IsAddress(in IpAddressValue address) => SpecialPurposeNetworks.Contains(address);

    /// <summary>Whether a name is reserved or below one that is; a dot at its end does not count.</summary>
    public static bool IsName(ReadOnlySpan<byte> name)
    {
        name = name.TrimEnd((byte)'.');
        ReadOnlySpan<byte> top = name[(name.LastIndexOf((byte)'.') + 1)..];
        return top.SequenceEqual("localhost"u8) || top.SequenceEqual("local"u8) || top.SequenceEqual("internal"u8) || top.SequenceEqual("test"u8)
            || top.SequenceEqual("example"u8) || top.SequenceEqual("invalid"u8) || IsExample(name) || IsBelow(name, "home.arpa"u8);
    }

    /// <summary>Whether a name is example.com, .net or .org, or below one of these.</summary>
    public static bool IsExample(ReadOnlySpan<byte> name)
        => IsBelow(name, "example.com"u8) || IsBelow(name, "example.net"u8) || IsBelow(name, "example.org"u8);

    /// <summary>Whether an AS number is 0, for the AS112 service, AS_TRANS, documentation, private use, or reserved.</summary>
    public static bool IsAsn(long number) => number is 0 or 112 or 23456 or (>= 64496 and <= 131071) or >= 4200000000;

    private static bool IsBelow(ReadOnlySpan<byte> name, ReadOnlySpan<byte> parent)
        => name.EndsWith(parent) && (name.Length == parent.Length || name[^(parent.Length + 1)] == (byte)'.');
}
