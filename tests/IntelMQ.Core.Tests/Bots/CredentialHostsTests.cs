using IntelMQ.Bots;
using IntelMQ.Http;

namespace IntelMQ.Core.Tests.Bots;

/// <summary>Whom a bot gives its credentials that finds addresses in what others have written.</summary>
public sealed class CredentialHostsTests
{
    [Theory]
    [InlineData(@"https://dl\.example\.com/[a-z]+", "https://dl.example.com/a", true)]
    [InlineData("^https?://dl.example.com/", "http://DL.example.com/a", true)]
    [InlineData("https://dl.example.com/", "https://dlxexample.com/a", false)]
    [InlineData("https://dl.example.com/", "https://dl.example.com.example.net/", false)]
    [InlineData("https://dl.example.com/", "https://www.example.com/", false)]
    [InlineData("https://[a-z]+.example.com/", "https://dl.example.com/a", false)]
    [InlineData("https://(dl.)?example.com/", "https://example.com/a", false)]
    [InlineData("https://dl.example.com", "https://dl.example.com/a", false)]
    [InlineData("https?://", "https://dl.example.com/a", false)]
    [InlineData("https:///a", "https://dl.example.com/a", false)]
    [InlineData(@"\Shttps://dl.example.com/", "https://dl.example.com/a", false)]
    [InlineData(null, "https://dl.example.com/a", false)]
    public void The_host_with_which_an_expression_begins_is_one(string? pattern, string url, bool isOne)
        => Assert.Equal(isOne, new HttpConnectionOptions().ToSettingsForEvents(AddressPolicy.Public, pattern).CredentialHosts!.Contains(new Uri(url)));

    [Fact]
    public void Those_that_are_listed_are_ones_as_well()
    {
        HttpHosts hosts = new HttpConnectionOptions { HttpCredentialHosts = ["a.example.com"] }.ToSettingsForEvents(AddressPolicy.Public, "https://b.example.com/").CredentialHosts!;
        Assert.True(hosts.Contains(new Uri("https://a.example.com/")));
        Assert.True(hosts.Contains(new Uri("https://b.example.com/")));
        Assert.False(hosts.Contains(new Uri("https://c.example.com/")));
    }
}
