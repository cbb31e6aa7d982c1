using System.Text;
using IntelMQ.Bots.Parsers.GitHubFeed;

namespace IntelMQ.Bots.Tests.Parsers.GitHubFeed;

public sealed class IocKindsTests
{
    [Theory]
    [InlineData("0123456789abcdef0123456789ABCDEF", "Md5")]
    [InlineData("0123456789abcdef0123456789ABCDEF01234567", "Sha1")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "Sha256")]
    [InlineData("0123456789abcdef0123456789abcdeg", "Unknown")]
    [InlineData("www.example.com", "Fqdn")]
    [InlineData("a_b.example.com", "Fqdn")]
    [InlineData("bücher.example", "Fqdn")]
    [InlineData("example", "Unknown")]
    [InlineData("-a.example", "Unknown")]
    [InlineData("example.c", "Unknown")]
    [InlineData("example.com.", "Unknown")]
    [InlineData("192.0.2.1", "Ip")]
    [InlineData("2001:db8::1", "Ip")]
    [InlineData("192.0.2.0/24", "Unknown")]
    [InlineData("http://www.example.com", "Url")]
    [InlineData("HTTPS://www.example.com:8080/a?b#c", "Url")]
    [InlineData("ftp://localhost/", "Url")]
    [InlineData("http://[2001:db8::1]:80/", "Url")]
    [InlineData("http://192.0.2.1?x", "Url")]
    [InlineData("http://example/", "Unknown")]
    [InlineData("http://www.example.com:8/", "Unknown")]
    [InlineData("http://www.example.com/a b", "Unknown")]
    [InlineData("hxxp://www.example.com/", "Unknown")]
    [InlineData("http://", "Unknown")]
    [InlineData("", "Unknown")]
    public void Indicators_are_told_apart(string text, string kind) => Assert.Equal(kind, IocKinds.Of(Encoding.UTF8.GetBytes(text)).ToString());
}
