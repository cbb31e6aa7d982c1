using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Core.Tests.Harmonization;

public sealed class UrlTypeTests
{
    private static readonly UrlType Type = new();

    [Theory]
    [InlineData("http://example.com/a?b#c", "http://example.com/a?b#c")]
    [InlineData(" HTTP://Example.com/%zz ", "HTTP://Example.com/%zz")]
    [InlineData("hxxp://example.com/hxxps://example.net", "http://example.com/https://example.net")]
    [InlineData("hXXp://example.com", "hXXp://example.com")]
    [InlineData("hxxphxxp://example.com", "hxxphttp://example.com")]
    [InlineData("//example.com", "//example.com")]
    [InlineData("http://bücher.example/", "http://bücher.example/")]
    [InlineData("FILE:///etc/Hosts", "file://localhost/etc/Hosts")]
    [InlineData("file:etc?a#b", "file://localhost/etc?a#b")]
    [InlineData("file://host/etc", "file://host/etc")]
    [InlineData("http://[2001:db8::1]:80/", "http://[2001:db8::1]:80/")]
    public void Texts_with_a_network_location_stay(string text, string expected) => Assert.Equal(expected, Harmonize.Text(Type, text));

    [Theory]
    [InlineData("")]
    [InlineData("example.com")]
    [InlineData("mailto:info@example.com")]
    [InlineData("http:///a")]
    [InlineData("http:\\\\example.com")]
    [InlineData("http://[2001:db8::1")]
    [InlineData("http://[192.0.2.1]/")]
    [InlineData("http://example.com℀.example.net/")]
    public void Texts_without_one_are_refused(string text) => Assert.Null(Harmonize.Text(Type, text));

    [Theory]
    [InlineData("hxxp://example.com", true)]
    [InlineData("http://example.com ", true)]
    [InlineData(" http://example.com", false)]
    [InlineData("file:///etc", false)]
    public void Stored_values_have_a_network_location(string text, bool expected) => Assert.Equal(expected, Harmonize.IsValid(Type, text));

    [Fact]
    public void Most_urls_are_not_copied() => Assert.True(Harmonize.IsSlice(Type, " https://example.com/ "));

    [Theory]
    [InlineData("hxxp://example[.]com/a[.]b?c=[.]", "http://example.com/a[.]b?c=[.]")]
    [InlineData("hxxps[:]//www[.]example[.]com", "https://www.example.com")]
    [InlineData("hxxp[://]192[.]0[.]2[.]1:8080/x", "http://192.0.2.1:8080/x")]
    [InlineData("http://example[dot]com#x", "http://example.com#x")]
    [InlineData("http://example[.]com", "http://example.com")]
    [InlineData("http://[2001:db8::1]/[.]", "http://[2001:db8::1]/[.]")]
    public void Hosts_that_were_made_harmless_are_made_whole(string text, string expected)
    {
        Assert.Equal(expected, Harmonize.Text(HarmonizationTypes.URL, text));
        var message = new Event(Schema.IntelMQ33);
        Assert.True(message.Set("source.url", text).IsStored);
        Assert.Equal(expected, message[Fields.Source.Url]);
    }

    [Fact]
    public void IntelMQ_33_has_no_brackets_in_hosts()
    {
        Assert.Null(Harmonize.Text(HarmonizationTypes.IntelMQ33.URL, "hxxp[:]//example.com"));
        Assert.Null(Harmonize.Text(HarmonizationTypes.IntelMQ33.URL, "http://example[.]com"));
    }
}
