using IntelMQ.Bots.Experts;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Tests.Experts;

public sealed class DomainSuffixExpertTests : IDisposable
{
    private const string List = """
        // ===BEGIN ICANN DOMAINS===
        com
        uk
        co.uk
        // below these the second level counts
        *.ck
        !www.ck
        deep.inner.us
        中国
        // ===END ICANN DOMAINS===
        // ===BEGIN PRIVATE DOMAINS===
        example.com
        """;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("www.example.com", "com")]
    [InlineData("com", "com")]
    [InlineData("a.co.uk", "co.uk")]
    [InlineData("a.b.uk", "uk")]
    [InlineData("a.b.ck", "b.ck")]
    [InlineData("b.ck", "b.ck")]
    [InlineData("www.ck", "ck")]
    [InlineData("a.www.ck", "ck")]
    [InlineData("ck", "ck")]
    [InlineData("a.inner.us", "us")]
    [InlineData("a.deep.inner.us", "deep.inner.us")]
    [InlineData("a.xn--fiqs8s", "xn--fiqs8s")]
    [InlineData("a.unknown", null)]
    public void The_longest_rule_is_the_suffix(string name, string? expected)
    {
        Assert.Equal(expected, Run(List, Events.With("source.fqdn", $"\"{name}\""))["source.domain_suffix"].TryGetString(out string? found) ? found : null);
        Assert.False(Run(List, Events.With("source.reverse_dns", $"\"{name}\"")).Contains("source.domain_suffix"));
        Assert.Equal(expected is not null, Run(List, Events.With("destination.reverse_dns", $"\"{name}\""), "reverse_dns").Contains("destination.domain_suffix"));
    }

    [Fact]
    public void A_suffix_that_is_there_is_replaced_where_one_is_found()
    {
        Assert.Equal("com", Run(List, Events.Of("""{"source.fqdn": "a.com", "source.domain_suffix": "old"}"""))["source.domain_suffix"].ToString());
        Assert.Equal("old", Run(List, Events.Of("""{"source.fqdn": "a.unknown", "source.domain_suffix": "old"}"""))["source.domain_suffix"].ToString());
    }

    [Fact]
    public void Without_the_marks_there_are_no_rules()
        => Assert.False(Run("com\n", Events.With("source.fqdn", "\"a.com\"")).Contains("source.domain_suffix"));

    [Fact]
    public void A_field_that_is_none_is_refused()
    {
        var exception = Assert.Throws<BotConfigurationException>(() => new DomainSuffixExpert(new DomainSuffixExpertOptions { Field = "ip", SuffixFile = "x" }));
        Assert.Contains("fqdn or reverse_dns", exception.Message, StringComparison.Ordinal);
    }

    private Event Run(string list, Event message, string field = "fqdn")
    {
        string path = _folder.Of("list.dat");
        File.WriteAllText(path, list);
        Assert.True(new DomainSuffixExpert(new DomainSuffixExpertOptions { Field = field, SuffixFile = path }).Process(message).IsKeep);
        return message;
    }
}
