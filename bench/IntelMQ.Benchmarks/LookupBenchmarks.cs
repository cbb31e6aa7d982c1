using BenchmarkDotNet.Attributes;
using IntelMQ.Harmonization;
using IntelMQ.Lookups;

namespace IntelMQ.Benchmarks;

/// <summary>Looking up addresses in an index of networks.</summary>
[MemoryDiagnoser]
public class LookupBenchmarks
{
    private readonly IpAddressValue[] _addresses = new IpAddressValue[4096];
    private NetworkTable<int> _table = new NetworkTableBuilder<int>().Build();
    private int _next;

    /// <summary>How many networks the index holds.</summary>
    [Params(1_000, 1_000_000)]
    public int Networks { get; set; }

    /// <summary>Builds the index from a fixed seed.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(20261122);
        var builder = new NetworkTableBuilder<int>();
        for (int i = 0; i < Networks; i++)
            builder.Add(new IpNetworkValue(IpAddressValue.FromIPv4((uint)random.NextInt64(1L << 32)), random.Next(12, 25)), i);
        _table = builder.Build();
        for (int i = 0; i < _addresses.Length; i++)
            _addresses[i] = IpAddressValue.FromIPv4((uint)random.NextInt64(1L << 32));
    }

    /// <summary>The longest network that holds an address.</summary>
    [Benchmark]
    public bool Longest() => _table.TryGetLongest(_addresses[_next++ & 4095], out _, out _);
}
