using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Harmonization;
using IntelMQ.Lookups;

namespace IntelMQ.Core.Tests.Lookups;

public sealed class NetworkTableTests
{
    [Fact]
    public void An_empty_table_finds_nothing()
    {
        NetworkTable<string> table = new NetworkTableBuilder<string>().Build();
        Assert.False(table.TryGetLongest(IpAddressValue.FromIPv4(1), out _, out _));
        Assert.False(table.TryGetLongest(default, out _, out _));
    }

    [Theory]
    [InlineData("192.0.2.129", "192.0.2.128/25")]
    [InlineData("192.0.2.1", "192.0.2.0/24")]
    [InlineData("192.0.3.0", "192.0.0.0/16")]
    [InlineData("198.51.100.1", "0.0.0.0/0")]
    [InlineData("255.255.255.255", "255.255.255.255/32")]
    [InlineData("2001:db8::1", "2001:db8::/32")]
    [InlineData("2001:db9::1", null)]
    public void The_longest_prefix_wins(string address, string? expected)
    {
        var builder = new NetworkTableBuilder<string>();
        foreach (string text in (string[])["0.0.0.0/0", "192.0.0.0/16", "192.0.2.0/24", "192.0.2.128/25", "255.255.255.255/32", "2001:db8::/32"])
            builder.Add(Network(text), text);
        Assert.True(IpAddressValue.TryParse(address, out IpAddressValue value));
        bool isFound = builder.Build().TryGetLongest(value, out string? found, out IpNetworkValue network);
        Assert.Equal(expected, found);
        Assert.Equal(expected, isFound ? network.ToString() : null);
    }

    [Fact]
    public void The_last_value_of_a_network_counts()
    {
        var builder = new NetworkTableBuilder<int>();
        builder.Add(Network("192.0.2.0/24"), 1);
        builder.Add(Network("192.0.2.0/24"), 2);
        NetworkTable<int> table = builder.Build();
        Assert.Equal(1, table.Count);
        Assert.True(table.TryGetLongest(Network("192.0.2.0/24").Address, out int value, out _));
        Assert.Equal(2, value);
    }

    [Fact]
    public void No_network_is_refused()
        => Assert.Throws<ArgumentException>(() => new NetworkTableBuilder<int>().Add(default, 1));

    // Few distinct high bits, so that prefixes nest and touch.
    [Fact]
    public void Finds_what_a_search_through_all_finds()
        => Prop.ForAll<(ulong Bits, byte Length, bool IsIPv4)[], ulong[]>((prefixes, probes) =>
        {
            var networks = prefixes.Select(p => new IpNetworkValue(Crowded(p.Bits, p.IsIPv4), p.Length % (p.IsIPv4 ? 33 : 129))).ToList();
            return Agrees(networks, probes.Concat(prefixes.Select(p => p.Bits)).SelectMany(bits => new[] { Crowded(bits, true), Crowded(bits, false) }));
        }).Check(Fuzz.Quick);

    [Fact]
    public void A_large_table_finds_what_a_search_through_all_finds()
    {
        var random = new Random(7);
        var networks = Enumerable.Range(0, 3000)
            .Select(_ => new IpNetworkValue(IpAddressValue.FromIPv4((uint)random.NextInt64(1L << 32)), random.Next(1, 33)))
            .Concat(Enumerable.Range(0, 3000)
                .Select(_ => new IpNetworkValue(IpAddressValue.FromIPv6(new UInt128((ulong)random.NextInt64() << 1, 0)), random.Next(1, 65))))
            .ToList();
        Assert.True(Agrees(networks, networks.Select(n => n.Address).Concat(
            Enumerable.Range(0, 500).Select(_ => IpAddressValue.FromIPv4((uint)random.NextInt64(1L << 32))))));
    }

    private static bool Agrees(List<IpNetworkValue> networks, IEnumerable<IpAddressValue> addresses)
    {
        var builder = new NetworkTableBuilder<int>();
        for (int i = 0; i < networks.Count; i++)
            builder.Add(networks[i], i);
        NetworkTable<int> table = builder.Build();
        return table.Count == networks.Distinct().Count() && addresses.All(address =>
        {
            IpNetworkValue? longest = networks.Where(n => n.Contains(address)).OrderByDescending(n => n.PrefixLength)
                .Select(n => (IpNetworkValue?)n).FirstOrDefault();
            bool isFound = table.TryGetLongest(address, out int value, out IpNetworkValue network);
            return isFound ? network == longest && value == networks.LastIndexOf(network) : longest is null;
        });
    }

    private static IpAddressValue Crowded(ulong bits, bool isIPv4) => isIPv4
        ? IpAddressValue.FromIPv4(((uint)bits & 0x7) << 29 | ((uint)bits & 0xF))
        : IpAddressValue.FromIPv6(new UInt128((bits & 0x7) << 61, bits & 0xF));

    private static IpNetworkValue Network(string text)
    {
        Assert.True(IpNetworkValue.TryParse(text, HostBits.Refused, out IpNetworkValue network));
        return network;
    }
}
