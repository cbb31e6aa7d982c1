using IntelMQ.Harmonization;

namespace IntelMQ.Core.Tests.Harmonization;

public sealed class Fqdn33TypeTests
{
    private static readonly Fqdn33Type Type = new();

    [Theory]
    [InlineData("example.com", "example.com")]
    [InlineData(" Example.COM. ", "example.com")]
    [InlineData("..example.com..", "example.com")]
    [InlineData("EXÄMPLE.com", "xn--exmple-cua.com")]
    [InlineData("straße.Example", "strasse.example")]
    [InlineData("例え。example", "xn--r8jz45g.example")]
    [InlineData("localhost", "localhost")]
    [InlineData("1.2.3", "1.2.3")]
    [InlineData("a b", "a b")]
    [InlineData("*.example.com", "*.example.com")]
    [InlineData("_dmarc.example.com", "_dmarc.example.com")]
    [InlineData("user@example.com", "user@example.com")]
    [InlineData("example?", "example?")]
    [InlineData("0.0.0.0", "0.0.0.0")]
    [InlineData("192.0.2.1.example", "192.0.2.1.example")]
    public void Names_become_lower_case_ascii(string text, string expected) => Assert.Equal(expected, Harmonize.Text(Type, text));

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a..b")]
    [InlineData("a。")]
    [InlineData("192.0.2.1")]
    [InlineData("2001:db8::1")]
    [InlineData("192.0.2.1:8080")]
    [InlineData("http://example.com")]
    [InlineData("example.com/x")]
    [InlineData("example.com?x")]
    [InlineData("example.com#x")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example")]
    public void Addresses_urls_and_bad_labels_are_refused(string text) => Assert.Null(Harmonize.Text(Type, text));

    [Theory]
    [InlineData(FieldValueKind.Number, "64496", "64496")]
    [InlineData(FieldValueKind.Number, "12.5", "12.5")]
    [InlineData(FieldValueKind.Boolean, "true", "true")]
    public void Numbers_count_as_their_text(FieldValueKind kind, string value, string expected)
        => Assert.Equal(expected, Harmonize.Value(Type, kind, value));

    [Theory]
    [InlineData("example.com", true)]
    [InlineData(" example.com", true)]
    [InlineData("Example.com", false)]
    [InlineData("example.com.", false)]
    [InlineData("exämple.com", false)]
    [InlineData("a..b", false)]
    [InlineData("192.0.2.1", false)]
    public void Stored_values_are_lower_case_ascii(string text, bool expected) => Assert.Equal(expected, Harmonize.IsValid(Type, text));

    [Theory]
    [InlineData("example.com")]
    [InlineData(" example.com. ")]
    [InlineData("*.example.com")]
    public void Canonical_names_are_not_copied(string text) => Assert.True(Harmonize.IsSlice(Type, text));
}
