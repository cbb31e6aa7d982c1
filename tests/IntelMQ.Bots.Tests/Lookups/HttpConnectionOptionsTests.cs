using IntelMQ.Http;

namespace IntelMQ.Bots.Tests.Lookups;

public sealed class HttpConnectionOptionsTests
{
    [Theory]
    [InlineData(null, true)]
    [InlineData("", true)]
    [InlineData("https://example.com/a?b", true)]
    [InlineData("HTTP://192.0.2.1:8080", true)]
    [InlineData("ftp://example.com/", false)]
    [InlineData("example.com", false)]
    [InlineData("/a", false)]
    [InlineData("http://", false)]
    public void An_address_that_is_not_one_of_HTTP_is_complained_about(string? url, bool expected)
    {
        var complaints = new List<string>();

        HttpConnectionOptions.ValidateUrl("service_url", url, complaints);

        Assert.Equal(expected ? [] : ["service_url must be an address that begins with http:// or https://."], complaints);
    }

    [Fact]
    public void A_bot_that_is_handed_no_connections_says_so()
    {
        var refused = Assert.Throws<BotConfigurationException>(static () => new HttpConnectionOptions().OpenSession(BotServices.Default, "acme.experts.owner"));

        Assert.Contains("set BotServices.Http", Assert.Single(refused.Complaints), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_complained_about()
    {
        using var connections = new HttpConnections();
        var options = new HttpConnectionOptions { SslClientCertificate = "/no/such/file.pem" };

        var refused = Assert.Throws<BotConfigurationException>(() => options.OpenSession(new BotServices { Http = connections }, "acme.experts.owner"));

        Assert.Contains("/no/such/file.pem", Assert.Single(refused.Complaints), StringComparison.Ordinal);
    }
}
