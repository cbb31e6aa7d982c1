using System.Diagnostics;
using IntelMQ.Benchmarks.Figures;
using IntelMQ.Harmonization;
using IntelMQ.Lookups;

namespace IntelMQ.Benchmarks.Lookups;

/// <summary>
/// The network index with a million prefixes. The floor is a binary search over the sorted first addresses, of IPv4 and IPv6 each, which
/// finds no enclosing network.
/// </summary>
internal static class NetworkFigures
{
    private const int Addresses = 1 << 18;

    public static Figure Run()
    {
        IpNetworkValue[] networks = SampleNetworks.Take();
        IpAddressValue[] addresses = SampleNetworks.Addresses(networks, Addresses);
        long before = Heap.InUse();
        long start = Stopwatch.GetTimestamp();
        NetworkTable<int> index = Build(networks);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double bytes = (double)(Heap.InUse() - before) / networks.Length;

        var table = new FigureTable("addresses", "ns per look-up", "floor, ns", "times the floor", "bytes allocated", "bytes per prefix", "build, s");
        foreach ((string name, Func<IpAddressValue, bool> isMeant) in ((string, Func<IpAddressValue, bool>)[])
            [("mixed", static _ => true), ("IPv4", static address => address.IsIPv4), ("IPv6", static address => address.IsIPv6)])
        {
            IpAddressValue[] meant = [.. addresses.Where(isMeant)];
            var starts = new SortedStarts(networks);
            RoundsResult result = Rounds.Run(meant.Length, () => starts.FindAll(meant), () => FindAll(index, meant));
            table.Add(name, result.Product.Processor, result.Floor.Processor, result.Ratio, Heap.AllocatedBy(() => FindAll(index, meant), meant.Length), bytes, seconds);
        }

        return new Figure("lookups-networks", table);
    }

    private static NetworkTable<int> Build(IpNetworkValue[] networks)
    {
        var builder = new NetworkTableBuilder<int>();
        for (int i = 0; i < networks.Length; i++)
            builder.Add(networks[i], i);
        return builder.Build();
    }

    private static int FindAll(NetworkTable<int> index, IpAddressValue[] addresses)
    {
        int found = 0;
        foreach (IpAddressValue address in addresses)
            found += index.TryGetLongest(address, out _, out _) ? 1 : 0;
        return found;
    }

    private sealed class SortedStarts(IpNetworkValue[] networks)
    {
        private readonly uint[] _ipv4 = [.. networks.Where(static network => network.Address.IsIPv4).Select(static network => (uint)network.Address.Bits).Order()];
        private readonly UInt128[] _ipv6 = [.. networks.Where(static network => network.Address.IsIPv6).Select(static network => network.Address.Bits).Order()];

        public int FindAll(IpAddressValue[] addresses)
        {
            int found = 0;
            foreach (IpAddressValue address in addresses)
                found += (address.IsIPv4 ? Array.BinarySearch(_ipv4, (uint)address.Bits) : Array.BinarySearch(_ipv6, address.Bits)) == -1 ? 0 : 1;
            return found;
        }
    }
}
