using IntelMQ.Harmonization;
using IntelMQ.Lookups;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Sieve.Execution;

/// <summary>
/// <c>&lt;&lt;</c>: the value is an address in one of the networks. An address of IPv4 that is mapped into IPv6 lies in the networks of both.
/// </summary>
internal sealed class NetworkCondition : SieveCondition
{
    private readonly NetworkTable<bool>? _table;

    public NetworkCondition(SieveKey key, IpNetworkValue[] networks)
    {
        Key = key;
        Networks = networks;
        if (networks.Length == 1)
            return;
        var builder = new NetworkTableBuilder<bool>();
        foreach (IpNetworkValue network in networks)
            builder.Add(network, true);
        _table = builder.Build();
    }

    public SieveKey Key { get; }

    public IpNetworkValue[] Networks { get; }

    public override IndexTest? FirstTest => IndexTest.OfNetworks(Key, Networks);

    public override bool Evaluate(Event message, ref SieveState state)
    {
        FieldValue value = Key.Read(message, ref state);
        if (value.Kind != FieldValueKind.Text || !IpAddressValue.TryParse(value.Utf8, out IpAddressValue address))
            return false;
        IpAddressValue unmapped = address.Unmapped();
        return Contains(address) || (unmapped != address && Contains(unmapped));
    }

    private bool Contains(IpAddressValue address) => _table is null ? Networks[0].Contains(address) : _table.Contains(address);
}
