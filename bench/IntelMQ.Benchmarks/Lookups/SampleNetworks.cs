using IntelMQ.Harmonization;

namespace IntelMQ.Benchmarks.Lookups;

/// <summary>
/// Networks from a fixed seed, spread as those of a routing table: four in five IPv4 (most of them /24, the rest /16 to /23), the others
/// IPv6 within what the registries hand out (/32 to /48). No two alike, in no order.
/// </summary>
internal static class SampleNetworks
{
    public const int Count = 1_000_000;

    // The first 16 bits of the registries' blocks.
    private static readonly int[] Blocks = [0x2001, 0x2003, .. Enumerable.Range(0x2400, 13), .. Enumerable.Range(0x2600, 16), .. Enumerable.Range(0x2800, 8), .. Enumerable.Range(0x2a00, 16), 0x2c0f];

    public static IpNetworkValue[] Take()
    {
        var random = new Random(Data.ShadowserverRows.Seed);
        var networks = new HashSet<IpNetworkValue>(Count);
        while (networks.Count < Count)
            networks.Add(random.Next(5) > 0 ? IPv4(random) : IPv6(random));
        return [.. networks];
    }

    /// <summary>Addresses, four in five within one of the networks, the others anywhere.</summary>
    public static IpAddressValue[] Addresses(IpNetworkValue[] networks, int count)
    {
        var random = new Random(Data.ShadowserverRows.Seed + 1);
        var addresses = new IpAddressValue[count];
        for (int i = 0; i < count; i++)
        {
            IpNetworkValue network = networks[random.Next(networks.Length)];
            bool isInside = random.Next(5) > 0;
            addresses[i] = network.Address.IsIPv4
                ? IpAddressValue.FromIPv4((isInside ? (uint)network.Address.Bits : (uint)random.NextInt64(1L << 32)) | (uint)random.Next(256))
                : IpAddressValue.FromIPv6((isInside ? network.Address.Bits : IPv6(random).Address.Bits) | (ulong)random.NextInt64());
        }

        return addresses;
    }

    private static IpNetworkValue IPv4(Random random)
        => new(IpAddressValue.FromIPv4((uint)random.NextInt64(1L << 24, 224L << 24)), random.Next(10) < 6 ? 24 : random.Next(16, 24));

    private static IpNetworkValue IPv6(Random random)
    {
        UInt128 bits = ((UInt128)Blocks[random.Next(Blocks.Length)] << 112) | ((UInt128)(ulong)random.NextInt64(1L << 32) << 80);
        return new IpNetworkValue(IpAddressValue.FromIPv6(bits), random.Next(10) switch { < 3 => 32, < 8 => 48, _ => random.Next(33, 48) });
    }
}
