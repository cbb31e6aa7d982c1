using System.Diagnostics.CodeAnalysis;
using IntelMQ.Harmonization;

namespace IntelMQ.Lookups;

/// <summary>
/// Values by network, found by the longest prefix that an address lies in. Immutable, thread-safe, and without allocation on look-up.
/// Made by a <see cref="NetworkTableBuilder{T}"/>.
/// </summary>
/// <typeparam name="T">What is found.</typeparam>
/// <remarks>
/// Nested prefixes are flattened at build into ranges that do not overlap, kept in sorted arrays: about 20 bytes a prefix for IPv4 and 50
/// for IPv6, besides the values.
/// </remarks>
public sealed class NetworkTable<T>
{
    private readonly PrefixRanges<uint> _ipv4;
    private readonly PrefixRanges<UInt128> _ipv6;
    private readonly byte[] _prefixLengths;
    private readonly T[] _values;

    internal NetworkTable(PrefixRanges<uint> ipv4, PrefixRanges<UInt128> ipv6, byte[] prefixLengths, T[] values, int count)
    {
        _ipv4 = ipv4;
        _ipv6 = ipv6;
        _prefixLengths = prefixLengths;
        _values = values;
        Count = count;
    }

    /// <summary>How many different networks it holds.</summary>
    public int Count { get; }

    /// <summary>Finds the value of the longest prefix that the address lies in.</summary>
    /// <param name="address">The address; IPv4 addresses mapped into IPv6 are looked up as IPv6.</param>
    /// <param name="value">The value.</param>
    /// <param name="network">The network that it was added with.</param>
    public bool TryGetLongest(in IpAddressValue address, [MaybeNullWhen(false)] out T value, out IpNetworkValue network)
    {
        int entry = address.Version switch
        {
            4 => _ipv4.Find((uint)address.Bits),
            6 => _ipv6.Find(address.Bits),
            _ => -1,
        };
        if (entry < 0)
        {
            value = default;
            network = default;
            return false;
        }
        value = _values[entry];
        network = new IpNetworkValue(address, _prefixLengths[entry]);
        return true;
    }

    /// <summary>Whether the address lies in any of the networks.</summary>
    public bool Contains(in IpAddressValue address) => TryGetLongest(address, out _, out _);
}
