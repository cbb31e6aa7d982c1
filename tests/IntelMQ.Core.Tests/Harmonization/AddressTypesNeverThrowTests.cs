using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Harmonization;

namespace IntelMQ.Core.Tests.Harmonization;

public sealed class AddressTypesNeverThrowTests
{
    private static readonly HarmonizationType[] Types = [new IPAddressType(), new IPNetworkType(), new FqdnType(), new Fqdn33Type(), new UrlType()];

    // Pieces that addresses, names and URLs are made of: likelier to reach deep than random text.
    private static readonly Gen<string> Pieces = Gen.Elements(
        "192.0.2.1", "0", "1", "255", ".", ":", "::", "/", "%", "[", "]", "@", "?", "#", "//", "http", "hxxps://", "file:", "example.com",
        "xn--", "ü", "ß", "。", "\u00AD", "א", "\u0308", "가", "ﬃ", "A", " ", "\t", "\0", "2001:db8", "ffff", "/24", "/255.255.0.0", "-");

    private static readonly Arbitrary<string> Texts = Gen.OneOf(
        Pieces.ListOf().Select(list => string.Concat(list)),
        ArbMap.Default.GeneratorFor<string>().Select(Harmonize.Clean)).ToArbitrary();

    [Fact]
    public void Any_text_gives_a_valid_value_or_a_reason()
        => Prop.ForAll(Texts, text => Types.All(type => Harmonize.Text(type, text) is not { } value || Harmonize.IsValid(type, value)))
            .Check(Fuzz.Quick);

    // White space at the ends is removed once only, and may stand behind a dot that is removed after it.
    [Fact]
    public void A_converted_value_without_blanks_at_its_ends_converts_to_itself()
        => Prop.ForAll(Texts, text => Types.All(type => Harmonize.Text(type, text) is not { } value
                || Harmonize.HasBlankEnds(value) || Harmonize.Text(type, value) == value))
            .Check(Fuzz.Quick);

    [Theory]
    [InlineData(FieldValueKind.Null, "")]
    [InlineData(FieldValueKind.Missing, "")]
    [InlineData(FieldValueKind.Json, "[]")]
    [InlineData(FieldValueKind.Json, "{}")]
    [InlineData(FieldValueKind.Number, "0")]
    [InlineData(FieldValueKind.Number, "-0.0")]
    [InlineData(FieldValueKind.Boolean, "false")]
    public void What_is_nothing_is_refused_by_all(FieldValueKind kind, string value)
        => Assert.All(Types, type => Assert.Null(Harmonize.Value(type, kind, value)));
}
