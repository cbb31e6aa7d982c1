using IntelMQ.Bots.Experts;
using IntelMQ.Bots.Tests.Support;

namespace IntelMQ.Bots.Tests.Experts;

public sealed class UrlExpertTests
{
    [Theory]
    [InlineData("http://user:secret@WWW.example.com:8080/a/b;c?d#e", "'protocol.application': 'http', 'protocol.transport': 'tcp', 'source.account': 'user', 'source.fqdn': 'www.example.com', 'source.port': 8080, {0}, 'source.urlpath': '/a/b'")]
    [InlineData("https://192.0.2.1", "'protocol.application': 'http', 'source.ip': '192.0.2.1', 'source.port': 443, {0}")]
    [InlineData("tftp://[2001:db8::1]/x", "'protocol.application': 'tftp', 'protocol.transport': 'udp', 'source.ip': '2001:db8::1', 'source.port': 69, {0}, 'source.urlpath': '/x'")]
    [InlineData("gopher://example.com:0/", "'protocol.application': 'gopher', 'source.fqdn': 'example.com', {0}, 'source.urlpath': '/'")]
    [InlineData("http://example.com:99999/", "'protocol.application': 'http', 'protocol.transport': 'tcp', 'source.fqdn': 'example.com', {0}, 'source.urlpath': '/'")]
    [InlineData("http://0.0.0.0/", "'protocol.application': 'http', 'protocol.transport': 'tcp', 'source.port': 80, {0}, 'source.urlpath': '/'")]
    [InlineData("http://a..b/", "'protocol.application': 'http', 'protocol.transport': 'tcp', 'source.port': 80, {0}, 'source.urlpath': '/'")]
    public void The_parts_go_into_their_fields(string url, string expected)
    {
        var message = Events.With("source.url", $"\"{url}\"");
        new UrlExpert(new UrlExpertOptions()).Process(message);

        Assert.Equal("{" + expected.Replace("{0}", $"'source.url': '{url}'", StringComparison.Ordinal) + "}", Events.Flat(message));
    }

    [Fact]
    public void The_protocols_are_the_sources()
    {
        var message = Events.Of("""{"source.url": "https://example.com/", "destination.url": "ftp://example.net/"}""");
        new UrlExpert(new UrlExpertOptions()).Process(message);
        Assert.Equal("http", message["protocol.application"].ToString());
        Assert.True(message["protocol.transport"].IsMissing);

        message = Events.Of("""{"destination.url": "ftp://example.net/"}""");
        new UrlExpert(new UrlExpertOptions()).Process(message);
        Assert.Equal("ftp", message["protocol.application"].ToString());
    }

    [Theory]
    [InlineData(false, "example.net")]
    [InlineData(true, "example.com")]
    public void Overwrite_decides_on_what_is_there(bool overwrite, string expected)
    {
        var message = Events.Of("""{"source.url": "http://example.com", "source.fqdn": "example.net", "source.urlpath": "/old"}""");
        new UrlExpert(new UrlExpertOptions { Overwrite = overwrite, SkipFields = FieldList.Parse("source.port, protocol.transport") }).Process(message);

        Assert.Equal(expected, message["source.fqdn"].ToString());
        Assert.Equal("/old", message["source.urlpath"].ToString());
        Assert.True(message["source.port"].IsMissing);
        Assert.True(message["protocol.transport"].IsMissing);
    }
}
