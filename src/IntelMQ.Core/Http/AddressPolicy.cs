using System.Net;

namespace IntelMQ.Http;

/// <summary>
/// Which addresses requests may reach. URLs that come from events are written by attackers: <see cref="Public"/>, the default for them,
/// refuses all addresses that are not globally reachable, also where IPv6 forms wrap them.
/// </summary>
/// <example><code>AddressPolicy policy = AddressPolicy.Public.Allowing(IPNetwork.Parse("10.20.0.0/16"));</code></example>
public sealed class AddressPolicy
{
    private readonly bool _allowsAll;
    private readonly IPNetwork[] _allowed;

    private AddressPolicy(bool allowsAll, IPNetwork[] allowed)
    {
        _allowsAll = allowsAll;
        _allowed = allowed;
    }

    /// <summary>Every address: for URLs that the operator has written.</summary>
    public static AddressPolicy Any { get; } = new(true, []);

    /// <summary>
    /// Addresses that IANA's registries of special-purpose addresses call globally reachable, and those in no registry; IPv6 only within
    /// 2000::/3. Of NAT64 (64:ff9b::/96), 6to4, IPv4-mapped and IPv4-translated addresses the IPv4 address within counts; Teredo,
    /// IPv4-compatible and site-local ones are refused.
    /// </summary>
    public static AddressPolicy Public { get; } = new(false, []);

    /// <summary>Whether every address is allowed.</summary>
    public bool AllowsAll => _allowsAll;

    /// <summary>The same, and networks that are allowed whatever they are.</summary>
    /// <param name="networks">Networks of one's own, such as that of an instance on the inside.</param>
    public AddressPolicy Allowing(params ReadOnlySpan<IPNetwork> networks) => new(_allowsAll, [.. _allowed, .. networks]);

    /// <summary>Whether an address may be reached.</summary>
    public bool Allows(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return _allowsAll || SpecialAddresses.IsPublic(plain) || Array.Exists(_allowed, network => network.Contains(plain));
    }

    /// <summary>Whether a URL names an address that may not be reached; a host's name says nothing before it is resolved.</summary>
    /// <param name="url">An absolute URL.</param>
    public bool Refuses(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return !_allowsAll && url.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6 && IPAddress.TryParse(url.DnsSafeHost, out IPAddress? address) && !Allows(address);
    }
}
