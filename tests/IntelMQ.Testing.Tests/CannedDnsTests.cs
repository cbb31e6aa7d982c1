using System.Net;

namespace IntelMQ.Testing;

public class CannedDnsTests
{
    [Fact]
    public async Task Answers_come_from_the_list()
    {
        IPAddress address = IPAddress.Parse("192.0.2.1");
        CannedDns dns = new CannedDns().Addresses("example.com", address).Pointers(address, "example.com").Texts("example.net", "one", "two");
        Assert.Equal([address], await dns.ResolveAddressesAsync("EXAMPLE.com", CancellationToken.None));
        Assert.Equal(["example.com"], await dns.ResolvePointersAsync(address, CancellationToken.None));
        Assert.Equal(["one", "two"], await dns.ResolveTextsAsync("example.net", CancellationToken.None));
        Assert.Empty(await dns.ResolveTextsAsync("example.org", CancellationToken.None));
        Assert.Equal(["A EXAMPLE.com", "PTR 192.0.2.1", "TXT example.net", "TXT example.org"], dns.Questions);
    }

    [Fact]
    public async Task A_name_can_go_without_answer()
    {
        CannedDns dns = new CannedDns().NoAnswer("example.com", "timed out");
        IOException broken = await Assert.ThrowsAsync<IOException>(() => dns.ResolveAddressesAsync("example.com", CancellationToken.None));
        Assert.Equal("timed out", broken.Message);
        await Assert.ThrowsAsync<TaskCanceledException>(() => dns.ResolveTextsAsync("example.net", new CancellationToken(canceled: true)));
    }
}
