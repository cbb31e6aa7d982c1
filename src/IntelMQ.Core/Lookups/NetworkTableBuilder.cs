using System.Runtime.InteropServices;
using IntelMQ.Harmonization;

namespace IntelMQ.Lookups;

/// <summary>Collects networks and their values for a <see cref="NetworkTable{T}"/>. Not thread-safe.</summary>
/// <typeparam name="T">What is found.</typeparam>
public sealed class NetworkTableBuilder<T>
{
    private readonly List<Prefix<uint>> _ipv4 = [];
    private readonly List<Prefix<UInt128>> _ipv6 = [];
    private readonly List<byte> _prefixLengths = [];
    private readonly List<T> _values = [];

    /// <summary>Adds a network. Where the same network is added again, the last value counts.</summary>
    /// <param name="network">Any network but the default value.</param>
    /// <param name="value">What an address in it finds.</param>
    public void Add(IpNetworkValue network, T value)
    {
        int entry = _values.Count;
        byte length = (byte)network.PrefixLength;
        switch (network.Address.Version)
        {
            case 4:
                _ipv4.Add(new Prefix<uint>((uint)network.Address.Bits, length, entry));
                break;
            case 6:
                _ipv6.Add(new Prefix<UInt128>(network.Address.Bits, length, entry));
                break;
            default:
                throw new ArgumentException("The value is no network.", nameof(network));
        }
        _prefixLengths.Add(length);
        _values.Add(value);
    }

    /// <summary>Makes the table of all that was added so far.</summary>
    public NetworkTable<T> Build()
    {
        var ipv4 = PrefixRanges<uint>.Build(CollectionsMarshal.AsSpan(_ipv4));
        var ipv6 = PrefixRanges<UInt128>.Build(CollectionsMarshal.AsSpan(_ipv6));
        return new NetworkTable<T>(ipv4, ipv6, [.. _prefixLengths], [.. _values], ipv4.PrefixCount + ipv6.PrefixCount);
    }
}
