using IntelMQ.Bots;
using IntelMQ.Messages;
using IntelMQ.Pipelines;

namespace IntelMQ.Core.Tests.Pipelines.Definitions;

public sealed class OutsidePolicyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("intelmq-test-").FullName;

    [Theory]
    [InlineData("feeds", true)]
    [InlineData("feeds/a.csv", true)]
    [InlineData("feeds/not/there/yet", true)]
    [InlineData("feeds/../feeds/a.csv", true)]
    [InlineData("feedstore", false)]
    [InlineData("feeds/../other", false)]
    [InlineData("FEEDS/a.csv", false)]
    [InlineData("feeds/a\0.csv", false)]
    [InlineData("", false)]
    public void Files_are_in_the_folders(string path, bool isAllowed)
    {
        var policy = new OutsidePolicy { Folders = [Of("feeds")] };
        Assert.Equal(isAllowed, policy.Refuse(Outside.File, path.Length == 0 ? "" : Of(path)) is null);
        Assert.Equal(isAllowed, policy.Refuse(Outside.Folder, path.Length == 0 ? "" : Of(path)) is null);
    }

    [Fact]
    public void A_link_out_of_a_folder_does_not_lead_past_it()
    {
        Directory.CreateDirectory(Of("feeds"));
        Directory.CreateDirectory(Of("other"));
        Directory.CreateSymbolicLink(Of("feeds/out"), "../other");
        Directory.CreateSymbolicLink(Of("feeds/in"), Of("feeds"));
        File.CreateSymbolicLink(Of("feeds/round"), Of("feeds/round"));
        Directory.CreateSymbolicLink(Of("link"), Of("feeds"));
        var policy = new OutsidePolicy { Folders = [Of("link")] };
        Assert.NotNull(policy.Refuse(Outside.File, Of("feeds/out/a.csv")));
        Assert.Null(policy.Refuse(Outside.File, Of("feeds/in/a.csv")));
        Assert.Null(policy.Refuse(Outside.File, Of("link/a.csv")));
        Assert.NotNull(policy.Refuse(Outside.File, Of("feeds/round")));
        Assert.NotNull(policy.Refuse(Outside.File, Of("feeds/in/../../other/a.csv")));
        Assert.Throws<ArgumentException>(() => new OutsidePolicy { Folders = [Of("feeds/round")] });
        Assert.Throws<ArgumentException>(() => new OutsidePolicy { Folders = [""] });
    }

    [Theory]
    [InlineData("https://feeds.example.com/list.csv", true)]
    [InlineData("https://FEEDS.example.com.:8443/", true)]
    [InlineData("http://a.b.example.org/", true)]
    [InlineData("http://[2001:db8::1]/", true)]
    [InlineData("http://example.org/", false)]
    [InlineData("http://notexample.org/", false)]
    [InlineData("http://feeds.example.com@192.0.2.1/", false)]
    [InlineData("http://192.0.2.1:{time[%D]}@feeds.example.com/", false)]
    [InlineData("http://feeds.example.com\\@192.0.2.1/", false)]
    [InlineData("http://192.0.2.1\\@feeds.example.com/", false)]
    [InlineData("http://198.51.100.7/", true)]
    [InlineData("http://0xC6336407/", true)]
    [InlineData("http://0xC0000201/", false)]
    [InlineData("http://[2001:0db8:0::1]/", true)]
    [InlineData("http://[2001:db8::2]/", false)]
    [InlineData("http://feeds.example.com.example.net/", false)]
    [InlineData("http://.example.org/", false)]
    [InlineData("http://m\u00fcnchen.example.org/", true)]
    [InlineData("file://feeds.example.com/etc/passwd", false)]
    [InlineData("\\\\feeds.example.com\\share", false)]
    [InlineData("data:text/plain,feeds.example.com", false)]
    [InlineData("http://192.0.2.1/", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("/etc/passwd", false)]
    [InlineData("feeds.example.com", false)]
    [InlineData("", false)]
    public void Addresses_are_those_of_the_hosts(string url, bool isAllowed) => Assert.Equal(isAllowed, Hosts.Refuse(Outside.Url, url) is null);

    [Theory]
    [InlineData("feeds.example.com", true)]
    [InlineData("feeds.example.com:6379", true)]
    [InlineData("[2001:db8::1]:53", true)]
    [InlineData("b.example.org", true)]
    [InlineData("feeds.example.com/x", false)]
    [InlineData("user@feeds.example.com", false)]
    [InlineData("192.0.2.1#feeds.example.com", false)]
    [InlineData("feeds.example.com:6379:1", false)]
    [InlineData("2001:db8::1", true)]
    [InlineData("2001:db8::2", false)]
    [InlineData("198.51.100.7:25", true)]
    [InlineData("192.0.2.1", false)]
    [InlineData("", false)]
    public void Hosts_are_those_named(string host, bool isAllowed) => Assert.Equal(isAllowed, Hosts.Refuse(Outside.Host, host) is null);

    [Fact]
    public void Programs_and_statements_are_refused_unless_they_are_allowed()
    {
        Assert.NotNull(new OutsidePolicy().Refuse(Outside.Command, "ls"));
        Assert.NotNull(new OutsidePolicy().Refuse(Outside.Sql, "events"));
        Assert.Null(new OutsidePolicy { AllowsCommands = true }.Refuse(Outside.Command, "ls"));
        Assert.Null(new OutsidePolicy { AllowsSql = true }.Refuse(Outside.Sql, "events"));
        Assert.Null(new OutsidePolicy().Refuse(Outside.Nothing, "anything"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("feeds.example.com:80")]
    [InlineData("https://feeds.example.com")]
    [InlineData("*")]
    [InlineData("*.*.example.com")]
    [InlineData("*.192.0.2.1")]
    public void Hosts_that_are_none_are_refused_when_they_are_allowed(string host)
        => Assert.Throws<ArgumentException>(() => new OutsidePolicy { Hosts = [host] });

    [Fact]
    public void A_file_is_reached_by_its_address_too()
    {
        var policy = new OutsidePolicy { Folders = [Of("feeds")] };
        Assert.Null(policy.Refuse(Outside.Url, $"file://{Of("feeds/a.csv")}"));
        Assert.NotNull(policy.Refuse(Outside.Url, $"file://{Of("feeds/%2e%2e/other")}"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static OutsidePolicy Hosts => new() { Hosts = ["feeds.example.com", "*.example.org", "2001:0DB8::1", "198.51.100.7"] };

    private string Of(string path) => Path.Combine(_folder, path);
}
