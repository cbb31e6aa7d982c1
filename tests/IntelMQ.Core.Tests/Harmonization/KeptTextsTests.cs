using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Harmonization;
using IntelMQ.Text;

namespace IntelMQ.Core.Tests.Harmonization;

/// <summary>What a type keeps at a glance must be what its conversion gives.</summary>
public sealed class KeptTextsTests
{
    private static readonly Gen<string> Pieces = Gen.Elements(
        "192.0.2.1", "0", "00", "1", "64500", "4294967295", "4294967296", "999999999", ".", "..", ":", "/", "%", "[", "]", "@", "?", "#", "http://", "https://", "hxxp", "://",
        "file:", "example.com", "EXAMPLE", "ü", "ß", "A", "a", "tcp", "AT", "RIPE", "malware", "\n", "\r", "\t", " ", "\0", "\u00A0", "\\", "\"", "-", "_");

    private static readonly Arbitrary<string> Texts = Gen.OneOf(
        Pieces.ListOf().Select(list => string.Concat(list)),
        ArbMap.Default.GeneratorFor<string>().Select(Harmonize.Clean)).ToArbitrary();

    [Theory]
    [InlineData("IPAddress", "198.51.100.7")]
    [InlineData("FQDN", "host-1.example.com")]
    [InlineData("URL", "https://user@www.example.com:8443/path/?a=%20b#c")]
    [InlineData("URL", "http://a")]
    [InlineData("Integer", "0")]
    [InlineData("Integer", "8080")]
    [InlineData("ASN", "64511")]
    [InlineData("String", "Vienna, Austria")]
    [InlineData("LowercaseString", "tcp")]
    [InlineData("UppercaseString", "AT")]
    [InlineData("ClassificationType", "scanner")]
    [InlineData("Registry", "RIPE")]
    public void What_feeds_send_is_kept(string type, string text) => Assert.True(Type(type).Keeps(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("IPAddress", "0.0.0.0")]
    [InlineData("IPAddress", "192.0.2.1/32")]
    [InlineData("FQDN", "")]
    [InlineData("FQDN", "example.com.")]
    [InlineData("FQDN", "a..b")]
    [InlineData("FQDN", "192.0.2.1")]
    [InlineData("FQDN", "Example.com")]
    [InlineData("URL", "http://")]
    [InlineData("URL", "http:///path")]
    [InlineData("URL", "http://?a")]
    [InlineData("URL", "http://[2001:db8::1]/")]
    [InlineData("URL", "http://www.example.com/?u=hxxp://example.net")]
    [InlineData("URL", "http://www.example.com/ ")]
    [InlineData("URL", "www.example.com/")]
    [InlineData("Integer", "")]
    [InlineData("Integer", "007")]
    [InlineData("Integer", "-1")]
    [InlineData("ASN", "0")]
    [InlineData("ASN", "AS64511")]
    [InlineData("String", "")]
    [InlineData("String", " a")]
    [InlineData("LowercaseString", "TCP")]
    [InlineData("UppercaseString", "at")]
    [InlineData("ClassificationType", "nonsense")]
    public void What_needs_another_look_is_not_kept(string type, string text) => Assert.False(Type(type).Keeps(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void What_is_kept_is_what_conversion_gives()
        => Prop.ForAll(Texts, static text => HarmonizationTypes.All.All(type => !type.Keeps(Encoding.UTF8.GetBytes(text)) || IsConvertedToItself(type, text)))
            .Check(Fuzz.Cases(2000));

    private static bool IsConvertedToItself(HarmonizationType type, string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        Harmonized result = type.Convert(FieldValue.Text(utf8), new Utf8Buffer());
        return result is { IsValid: true, IsSlice: true, Start: 0 } && result.Length == utf8.Length && result.Kind == type.WireKind;
    }

    private static HarmonizationType Type(string name) => HarmonizationTypes.All.Single(type => type.Name == name);
}
