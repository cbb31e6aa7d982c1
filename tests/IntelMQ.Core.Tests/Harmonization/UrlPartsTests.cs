using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Core.Tests.Harmonization;
using IntelMQ.Harmonization;
using IntelMQ.Text;

namespace IntelMQ.Core.Tests.Harmonization;

public sealed class UrlPartsTests
{
    [Theory]
    [InlineData("HTTP://user:pw@Example.com:80/a;b?c?d#e#f", "http|user:pw@Example.com:80|/a;b|c?d|e#f")]
    [InlineData("//example.com", "|example.com|||")]
    [InlineData("mailto:info@example.com", "mailto||info@example.com||")]
    [InlineData("example.com:80/a", "example.com||80/a||")]
    [InlineData("1a://x", "||1a://x||")]
    [InlineData("http://example.com?a", "http|example.com||a|")]
    [InlineData("\0 h\tttp://exa\r\nmple.com/", "http|example.com|/||")]
    [InlineData("", "||||")]
    public void Splits(string url, string expected)
    {
        Assert.True(UrlParts.TrySplit(Encoding.UTF8.GetBytes(url), out UrlParts parts));
        string[] texts = [Text(parts.Scheme), Text(parts.NetworkLocation), Text(parts.Path), Text(parts.Query), Text(parts.Fragment)];
        Assert.Equal(expected, string.Join('|', texts));
    }

    [Theory]
    [InlineData("http://Example.COM:8080/", "example.com", 8080)]
    [InlineData("http://a@b:c@example.com", "example.com", null)]
    [InlineData("http://[2001:DB8::1%Eth0]:443/", "2001:db8::1%Eth0", 443)]
    [InlineData("http://example.com:/", "example.com", null)]
    [InlineData("http://ÄBC.example:0080/", "äbc.example", 80)]
    [InlineData("http://:80", "", 80)]
    [InlineData("mailto:x", "", null)]
    public void Finds_host_and_port(string url, string host, int? port)
    {
        Assert.True(UrlParts.TrySplit(Encoding.UTF8.GetBytes(url), out UrlParts parts));
        Assert.Equal(host, Text(parts.Host));
        Assert.True(parts.TryGetPort(out int? found));
        Assert.Equal(port, found);
    }

    [Theory]
    [InlineData("http://example.com:65536")]
    [InlineData("http://example.com:-1")]
    [InlineData("http://example.com:８０")]
    [InlineData("http://a:b:c")]
    public void Refuses_bad_ports(string url)
    {
        Assert.True(UrlParts.TrySplit(Encoding.UTF8.GetBytes(url), out UrlParts parts));
        Assert.False(parts.TryGetPort(out _));
    }

    [Theory]
    [InlineData("http://user:pw@example.com/", "user")]
    [InlineData("http://user@example.com/", "user")]
    [InlineData("http://example.com/", "")]
    public void Finds_the_user(string url, string expected)
    {
        Assert.True(UrlParts.TrySplit(Encoding.UTF8.GetBytes(url), out UrlParts parts));
        Assert.Equal(expected, Text(parts.UserName));
    }

    [Theory]
    [InlineData("http://example.com/a;b/c;d", "/a;b/c")]
    [InlineData("file://example.com/a;b", "/a;b")]
    public void Leaves_parameters_out_of_the_path_of_some_schemes(string url, string expected)
    {
        Assert.True(UrlParts.TrySplit(Encoding.UTF8.GetBytes(url), out UrlParts parts));
        Assert.Equal(expected, Text(parts.PathWithoutParameters));
    }

    [Theory]
    [InlineData("http://[::1")]
    [InlineData("http://::1]")]
    [InlineData("http://[example.com]")]
    [InlineData("http://[192.0.2.1]")]
    [InlineData("http://[vx.y]")]
    [InlineData("http://example.com／a")]
    public void Refuses_malformed_hosts(string url) => Assert.False(UrlParts.TrySplit(Encoding.UTF8.GetBytes(url), out _));

    [Fact]
    public void Never_throws()
        => Prop.ForAll<string>(text =>
        {
            if (!UrlParts.TrySplit(Encoding.UTF8.GetBytes("http://" + Harmonize.Clean(text)), out UrlParts parts))
                return;
            _ = parts.Host;
            _ = parts.UserName;
            parts.TryGetPort(out _);
        }).Check(Fuzz.Quick);

    private static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);

    [Theory]
    [InlineData("http://192.0.2.1/", "192.0.2.1")]
    [InlineData("http://3221225985/a", "192.0.2.1")]
    [InlineData("http://0xC0000201/", "192.0.2.1")]
    [InlineData("http://0xc0.0.0x2.01", "192.0.2.1")]
    [InlineData("http://0300.0.513", "192.0.2.1")]
    [InlineData("http://192.0.2.1./", "192.0.2.1")]
    [InlineData("http://user@192.513:80/", "192.0.2.1")]
    [InlineData("http://[2001:db8::1]/", "2001:db8::1")]
    [InlineData("http://4294967296/", null)]
    [InlineData("http://192.0.2.256/", null)]
    [InlineData("http://192.0.2.08/", null)]
    [InlineData("http://1.2.3.4.5/", null)]
    [InlineData("http://192..2.1/", null)]
    [InlineData("http://example.com/", null)]
    [InlineData("http://cafe/", null)]
    [InlineData("http:///", null)]
    public void A_host_may_be_an_address_as_browsers_read_it(string url, string? expected)
    {
        Assert.True(UrlParts.TrySplit(Encoding.UTF8.GetBytes(url), out UrlParts parts));
        Assert.Equal(expected, parts.TryGetAddress(out IpAddressValue address) ? address.ToString() : null);
    }
}
