using IntelMQ.Harmonization;

namespace IntelMQ.Store;

internal sealed class BoundNetworks(BoundField field, IReadOnlyList<IpNetworkValue> networks) : BoundTest(field)
{
    public IReadOnlyList<IpNetworkValue> Networks => networks;

    public override bool Matches(FieldValue value)
    {
        if (!IpNetworkValue.TryParse(value.Utf8, HostBits.Cleared, out IpNetworkValue own))
            return false;
        foreach (IpNetworkValue network in networks)
        {
            if (network.Contains(own))
                return true;
        }

        return false;
    }
}
