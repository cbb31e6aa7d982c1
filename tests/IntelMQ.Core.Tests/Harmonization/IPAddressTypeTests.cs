using IntelMQ.Harmonization;

namespace IntelMQ.Core.Tests.Harmonization;

public sealed class IPAddressTypeTests
{
    private static readonly IPAddressType Type = new();

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData(" 192.0.2.7\r\n", "192.0.2.7")]
    [InlineData("192.0.2.7/32", "192.0.2.7")]
    [InlineData("192.0.2.7/255.255.255.255", "192.0.2.7")]
    [InlineData("192.0.2.7%5", "192.0.2.7")]
    [InlineData("3221225991", "192.0.2.7")]
    [InlineData("1", "0.0.0.1")]
    [InlineData("4294967296", "::1:0:0")]
    [InlineData("340282366920938463463374607431768211455", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("2001:DB8::1", "2001:db8::1")]
    [InlineData("2001:db8::1/128", "2001:db8::1")]
    [InlineData("2001:db8:0:0:1:0:0:1%eth0", "2001:db8::1:0:0:1")]
    [InlineData("::ffff:192.0.2.7", "::ffff:c000:207")]
    [InlineData("::", "::")]
    public void Addresses_become_canonical(string text, string expected) => Assert.Equal(expected, Harmonize.Text(Type, text));

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("0.0.0.0")]
    [InlineData("-1")]
    [InlineData("+5")]
    [InlineData("05")]
    [InlineData("340282366920938463463374607431768211456")]
    [InlineData("192.0.2.0/24")]
    [InlineData("192.0.2.7/31")]
    [InlineData("192.0.2.7:80")]
    [InlineData("192.0.2.07")]
    [InlineData("192.0.2.256")]
    [InlineData("192.0.2")]
    [InlineData("[2001:db8::1]")]
    [InlineData("2001:db8::1::2")]
    [InlineData("１９２.0.2.7")]
    [InlineData("example.com")]
    public void Everything_else_is_refused(string text) => Assert.Null(Harmonize.Text(Type, text));

    [Theory]
    [InlineData(FieldValueKind.Number, "3221225991", "192.0.2.7")]
    [InlineData(FieldValueKind.Boolean, "true", "0.0.0.1")]
    [InlineData(FieldValueKind.Number, "-1", null)]
    [InlineData(FieldValueKind.Number, "12.5", null)]
    [InlineData(FieldValueKind.Number, "1e3", null)]
    [InlineData(FieldValueKind.Json, "[\"192.0.2.7\"]", null)]
    public void Integers_are_addresses(FieldValueKind kind, string value, string? expected)
        => Assert.Equal(expected, Harmonize.Value(Type, kind, value));

    [Theory]
    [InlineData("192.0.2.7", true)]
    [InlineData("2001:DB8::1", true)]
    [InlineData("::", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData(" 192.0.2.7", false)]
    [InlineData("192.0.2.7/32", false)]
    [InlineData("2001:db8::1%eth0", false)]
    [InlineData("3221225991", false)]
    public void Stored_values_need_not_be_canonical(string text, bool expected) => Assert.Equal(expected, Harmonize.IsValid(Type, text));

    [Theory]
    [InlineData("192.0.2.7")]
    [InlineData(" 192.0.2.7 ")]
    [InlineData("2001:db8::1")]
    public void Canonical_addresses_are_not_copied(string text) => Assert.True(Harmonize.IsSlice(Type, text));
}
