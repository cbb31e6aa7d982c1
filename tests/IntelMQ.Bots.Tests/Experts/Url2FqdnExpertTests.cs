using IntelMQ.Bots.Experts;
using IntelMQ.Bots.Tests.Support;

namespace IntelMQ.Bots.Tests.Experts;

public sealed class Url2FqdnExpertTests
{
    [Theory]
    [InlineData(false, "http://user@Example.com:80/a", "", "'source.fqdn': 'example.com'")]
    [InlineData(false, "http://192.0.2.1/", "", "'source.ip': '192.0.2.1'")]
    [InlineData(false, "http://[2001:DB8::1]:81/", "", "'source.ip': '2001:db8::1'")]
    [InlineData(false, "http://b\u00fccher.example/", "", "'source.fqdn': 'xn--bcher-kva.example'")]
    [InlineData(false, "http://192.0.2.1/", "'source.fqdn': 'example.net'", "'source.fqdn': 'example.net'")]
    [InlineData(true, "http://example.com/", "'source.fqdn': 'example.net'", "'source.fqdn': 'example.com'")]
    [InlineData(true, "http://192.0.2.1/", "'source.fqdn': 'example.net'", "'source.fqdn': 'example.net', 'source.ip': '192.0.2.1'")]
    [InlineData(true, "http://user@/", "'source.fqdn': 'example.net'", "'source.fqdn': 'example.net'")]
    public void The_host_goes_where_it_fits(bool overwrite, string url, string before, string after)
    {
        var message = Events.Of(("{" + before + (before.Length > 0 ? ", " : "") + $"'source.url': '{url}'" + "}").Replace('\'', '"'));

        Assert.True(new Url2FqdnExpert(new Url2FqdnExpertOptions { Overwrite = overwrite }).Process(message).IsKeep);
        Assert.Equal("{" + after + $", 'source.url': '{url}'" + "}", Events.Flat(message));
    }

    [Fact]
    public void Both_sides_are_looked_at()
    {
        var message = Events.Of("""{"source.url": "http://example.com/", "destination.url": "http://example.net/"}""");
        new Url2FqdnExpert(new Url2FqdnExpertOptions()).Process(message);

        Assert.Equal("example.com", message["source.fqdn"].ToString());
        Assert.Equal("example.net", message["destination.fqdn"].ToString());
    }
}
