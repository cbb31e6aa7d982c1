using System.Net;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Harmonization;

namespace IntelMQ.Core.Tests.Harmonization;

public sealed class IpAddressValueTests
{
    [Theory]
    [InlineData("0.0.0.0", "0.0.0.0")]
    [InlineData("255.255.255.255", "255.255.255.255")]
    [InlineData("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8")]
    [InlineData("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0")]
    [InlineData("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8")]
    [InlineData("2001:db8:0:0:1:0:0:0", "2001:db8:0:0:1::")]
    [InlineData("2001:0DB8::", "2001:db8::")]
    [InlineData("1:2:3:4:5:6:192.0.2.1", "1:2:3:4:5:6:c000:201")]
    public void Parses_and_writes(string text, string expected)
    {
        Assert.True(IpAddressValue.TryParse(text, out IpAddressValue address));
        Assert.Equal(expected, address.ToString());
        Assert.Equal(address, IpAddressValue.From(IPAddress.Parse(text)));
        Assert.Equal(address, IpAddressValue.From(address.ToIPAddress()));
    }

    [Theory]
    [InlineData("1.2.3")]
    [InlineData("1.2.3.4.")]
    [InlineData(".1.2.3.4")]
    [InlineData("1.2.3.04")]
    [InlineData("1.2.3.1234")]
    [InlineData(":")]
    [InlineData(":1::")]
    [InlineData(":::")]
    [InlineData("1:")]
    [InlineData("1:2:3:4:5:6:7:8:9")]
    [InlineData("1:2:3:4:5:6:7::8")]
    [InlineData("1:2:3:4:5:6:7:192.0.2.1")]
    [InlineData("::192.0.2.1:1")]
    [InlineData("::192.0.2.01")]
    [InlineData("::12345")]
    [InlineData("::1%1")]
    [InlineData("::g")]
    public void Refuses(string text) => Assert.False(IpAddressValue.TryParse(text, out _));

    [Fact]
    public void Any_address_survives_text_and_the_framework()
        => Prop.ForAll<ulong, ulong, bool>((high, low, isIPv4) =>
        {
            IpAddressValue address = isIPv4 ? IpAddressValue.FromIPv4((uint)low) : IpAddressValue.FromIPv6(new UInt128(high, low));
            byte[] text = Encoding.ASCII.GetBytes(address.ToString());
            return IpAddressValue.TryParse(text, out IpAddressValue again) && again == address
                && IpAddressValue.From(address.ToIPAddress()) == address;
        }).Check(Fuzz.Quick);

    [Fact]
    public void Bits_are_counted_from_the_most_significant()
    {
        IpAddressValue address = IpAddressValue.FromIPv4(0x80000001);
        Assert.True(address.GetBit(0));
        Assert.False(address.GetBit(1));
        Assert.True(address.GetBit(31));
        Assert.Equal("128.0.0.0", address.Masked(1).ToString());
        Assert.Equal("0.0.0.0", address.Masked(0).ToString());
    }

    [Fact]
    public void Versions_are_never_equal_and_IPv4_comes_first()
    {
        Assert.NotEqual(IpAddressValue.FromIPv4(1), IpAddressValue.FromIPv6(1));
        Assert.True(IpAddressValue.FromIPv4(2) < IpAddressValue.FromIPv6(1));
        Assert.True(IpAddressValue.FromIPv4(1) < IpAddressValue.FromIPv4(2));
    }

    [Fact]
    public void A_small_target_is_refused()
    {
        Assert.False(IpAddressValue.FromIPv6(1).TryFormat(new byte[2], out int written));
        Assert.Equal(0, written);
        Assert.True(IpAddressValue.FromIPv6(1).TryFormat(new byte[3], out written));
        Assert.Equal(3, written);
    }
}
