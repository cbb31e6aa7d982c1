using IntelMQ.Harmonization;

namespace IntelMQ.Core.Tests.Harmonization;

public sealed class IPNetworkTypeTests
{
    private static readonly IPNetworkType Type = new();

    [Theory]
    [InlineData("192.0.2.0/24", "192.0.2.0/24")]
    [InlineData(" 192.0.2.7/24 ", "192.0.2.0/24")]
    [InlineData("192.0.2.7", "192.0.2.7/32")]
    [InlineData("192.0.2.7/0", "0.0.0.0/0")]
    [InlineData("192.0.2.0/024", "192.0.2.0/24")]
    [InlineData("192.0.2.7/255.255.255.0", "192.0.2.0/24")]
    [InlineData("192.0.2.7/0.0.0.255", "192.0.2.0/24")]
    [InlineData("192.0.2.7/0.0.0.0", "0.0.0.0/0")]
    [InlineData("192.0.2.7/255.255.255.255", "192.0.2.7/32")]
    [InlineData("2001:DB8::1/32", "2001:db8::/32")]
    [InlineData("2001:db8::1", "2001:db8::1/128")]
    [InlineData("fe80::1%eth0/64", "fe80::/64")]
    [InlineData("fe80::%eth0/64", "fe80::%eth0/64")]
    public void Networks_become_canonical(string text, string expected) => Assert.Equal(expected, Harmonize.Text(Type, text));

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("10/8")]
    [InlineData("192.0.2.0/")]
    [InlineData("192.0.2.0/33")]
    [InlineData("192.0.2.0/24/24")]
    [InlineData("192.0.2.0/ 24")]
    [InlineData("192.0.2.0/+24")]
    [InlineData("192.0.2.0/255.0.255.0")]
    [InlineData("192.0.2.0-192.0.2.255")]
    [InlineData("2001:db8::/129")]
    [InlineData("2001:db8::/ffff::")]
    [InlineData("fe80::1%/64")]
    [InlineData("192.0.2.0%eth0/24")]
    public void Everything_else_is_refused(string text) => Assert.Null(Harmonize.Text(Type, text));

    [Theory]
    [InlineData("192.0.2.0/24", true)]
    [InlineData("192.0.2.7", true)]
    [InlineData("192.0.2.0/255.255.255.0", true)]
    [InlineData("2001:DB8::/32", true)]
    [InlineData("192.0.2.7/24", false)]
    [InlineData("192.0.2.0/24 ", false)]
    public void Stored_values_have_no_host_bits(string text, bool expected) => Assert.Equal(expected, Harmonize.IsValid(Type, text));

    [Fact]
    public void Canonical_networks_are_not_copied() => Assert.True(Harmonize.IsSlice(Type, "2001:db8::/32"));
}
