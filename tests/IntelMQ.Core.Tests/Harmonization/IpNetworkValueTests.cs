using System.Net;
using IntelMQ.Harmonization;

namespace IntelMQ.Core.Tests.Harmonization;

public sealed class IpNetworkValueTests
{
    [Fact]
    public void Host_bits_are_refused_or_cleared()
    {
        Assert.False(IpNetworkValue.TryParse("192.0.2.1/24", HostBits.Refused, out _));
        Assert.True(IpNetworkValue.TryParse("192.0.2.1/24", HostBits.Cleared, out IpNetworkValue network));
        Assert.Equal("192.0.2.0/24", network.ToString());
        Assert.Equal(IPNetwork.Parse("192.0.2.0/24"), network.ToIPNetwork());
        Assert.Equal(network, IpNetworkValue.From(network.ToIPNetwork()));
    }

    [Theory]
    [InlineData("192.0.2.0/24", "192.0.2.255", true)]
    [InlineData("192.0.2.0/24", "192.0.3.0", false)]
    [InlineData("0.0.0.0/0", "192.0.2.1", true)]
    [InlineData("::/0", "192.0.2.1", false)]
    [InlineData("2001:db8::/33", "2001:db8:7fff::1", true)]
    [InlineData("2001:db8::/33", "2001:db8:8000::1", false)]
    [InlineData("2001:db8::/127", "2001:db8::1", true)]
    [InlineData("2001:db8::/127", "2001:db8::2", false)]
    public void Contains_addresses_of_its_prefix(string network, string address, bool expected)
    {
        Assert.True(IpNetworkValue.TryParse(network, HostBits.Refused, out IpNetworkValue value));
        Assert.True(IpAddressValue.TryParse(address, out IpAddressValue inside));
        Assert.Equal(expected, value.Contains(inside));
    }

    [Fact]
    public void Contains_smaller_networks()
    {
        var large = new IpNetworkValue(IpAddressValue.FromIPv4(0xC0000200), 24);
        var small = new IpNetworkValue(IpAddressValue.FromIPv4(0xC0000280), 25);
        Assert.True(large.Contains(small));
        Assert.True(large.Contains(large));
        Assert.False(small.Contains(large));
    }
}
