using System.Net;
using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Http;

namespace IntelMQ.Bots.Tests.Http;

public sealed class AddressPolicyTests
{
    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.255.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("100.127.255.255")]
    [InlineData("127.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.8")]
    [InlineData("192.0.2.1")]
    [InlineData("192.88.99.1")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("198.19.255.255")]
    [InlineData("198.51.100.1")]
    [InlineData("203.0.113.1")]
    [InlineData("224.0.0.1")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::10.0.0.1")]
    [InlineData("::8.8.8.8")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:0:10.0.0.1")]
    [InlineData("64:ff9b::10.0.0.1")]
    [InlineData("64:ff9b::169.254.169.254")]
    [InlineData("64:ff9b:1::1")]
    [InlineData("64:ff9b:1:ffff::8.8.8.8")]
    [InlineData("100::1")]
    [InlineData("100:0:0:1::1")]
    [InlineData("2001::1")]
    [InlineData("2001:0:a00:1::1")]
    [InlineData("2001:2::1")]
    [InlineData("2001:10::1")]
    [InlineData("2001:db8::1")]
    [InlineData("2002:a00:1::1")]
    [InlineData("2002:7f00:1::1")]
    [InlineData("2002:c0a8:101::1")]
    [InlineData("3fff::1")]
    [InlineData("4000::1")]
    [InlineData("5f00::1")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public void The_inside_is_refused_in_every_form(string address)
    {
        Assert.False(AddressPolicy.Public.Allows(IPAddress.Parse(address)));
        Assert.True(AddressPolicy.Any.Allows(IPAddress.Parse(address)));
    }

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("8.8.8.8")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.1")]
    [InlineData("172.32.0.1")]
    [InlineData("192.0.1.1")]
    [InlineData("192.31.196.1")]
    [InlineData("198.17.255.255")]
    [InlineData("198.20.0.1")]
    [InlineData("223.255.255.255")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("::ffff:0:8.8.8.8")]
    [InlineData("64:ff9b::8.8.8.8")]
    [InlineData("2002:808:808::1")]
    [InlineData("2001:4:112::1")]
    [InlineData("2001:200::1")]
    [InlineData("2606:4700::1111")]
    [InlineData("2620:4f:8000::1")]
    public void The_outside_is_allowed(string address) => Assert.True(AddressPolicy.Public.Allows(IPAddress.Parse(address)));

    [Theory]
    [InlineData("http://127.0.0.1/", true)]
    [InlineData("http://0x7f.1/", true)]
    [InlineData("http://2130706433/", true)]
    [InlineData("http://[::ffff:127.0.0.1]/", true)]
    [InlineData("http://[64:ff9b::7f00:1]/", true)]
    [InlineData("http://8.8.8.8/", false)]
    [InlineData("http://example.com/", false)]
    public void A_URL_that_names_an_address_is_judged_at_once(string url, bool refused)
    {
        Assert.Equal(refused, AddressPolicy.Public.Refuses(new Uri(url)));
        Assert.False(AddressPolicy.Any.Refuses(new Uri(url)));
    }

    [Fact]
    public void Networks_of_ones_own_may_be_allowed()
    {
        AddressPolicy policy = AddressPolicy.Public.Allowing(IPNetwork.Parse("10.1.0.0/16"), IPNetwork.Parse("fd00::/8"));
        Assert.True(policy.Allows(IPAddress.Parse("10.1.2.3")));
        Assert.True(policy.Allows(IPAddress.Parse("::ffff:10.1.2.3")));
        Assert.True(policy.Allows(IPAddress.Parse("fd00::1")));
        Assert.False(policy.Allows(IPAddress.Parse("10.2.0.1")));
    }

    [Fact]
    public void A_wrapped_address_is_judged_as_what_it_wraps()
        => Prop.ForAll<uint>(number =>
        {
            var plain = new IPAddress(number);
            byte[] bytes = plain.GetAddressBytes();
            bool expected = AddressPolicy.Public.Allows(plain);
            byte[][] wrapped =
            [
                [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, .. bytes],
                [0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0, .. bytes],
                [0x20, 0x02, .. bytes, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
            ];
            return wrapped.All(form => AddressPolicy.Public.Allows(new IPAddress(form)) == expected);
        }).Check(Fuzz.Quick);
}
