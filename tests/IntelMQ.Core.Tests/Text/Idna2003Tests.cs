using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Core.Tests.Harmonization;
using IntelMQ.Text;

namespace IntelMQ.Core.Tests.Text;

public sealed class Idna2003Tests
{
    [Theory]
    [InlineData("Example.COM", "Example.COM")]
    [InlineData("example.com.", "example.com.")]
    [InlineData("Bücher.example", "xn--bcher-kva.example")]
    [InlineData("faß.example", "fass.example")]
    [InlineData("Ελλάς.example", "xn--hxarsa5b.example")]
    [InlineData("ｅｘａｍｐｌｅ．ｃｏｍ", "example.com")]
    [InlineData("u\u0308.example", "xn--tda.example")]
    [InlineData("\uD55C\uAE00.example", "xn--bj0bj06e.example")]
    [InlineData("\u1112\u1161\u11AB\u1100\u1173\u11AF.example", "xn--bj0bj06e.example")]
    [InlineData("soft\u00ADhyphen.example", "softhyphen.example")]
    [InlineData("א.example", "xn--4db.example")]
    [InlineData("xn--bcher-kva.example", "xn--bcher-kva.example")]
    public void Encodes(string name, string expected) => Assert.Equal(expected, ToAscii(name));

    [Theory]
    [InlineData("a..b")]
    [InlineData("。ü")]
    [InlineData("\u00AD.example")]
    [InlineData("xn--ü.example")]
    [InlineData("a\u2000ü\u200E")]
    [InlineData("אa.example")]
    [InlineData("א1.example")]
    [InlineData("ü\uE000.example")]
    public void Refuses(string name) => Assert.Null(ToAscii(name));

    [Theory]
    [InlineData("xn--bcher-kva.example", "bücher.example")]
    [InlineData("xn--BCHER-KVA.example.", "BüCHER.example.")]
    [InlineData("XN--BCHER-KVA.example", "XN--BCHER-KVA.example")]
    [InlineData("a..b", "a..b")]
    [InlineData("xn--.example", null)]
    [InlineData("xn--a.example", null)]
    [InlineData("xn--99999999.example", null)]
    [InlineData("bücher.example", null)]
    public void Decodes(string name, string? expected)
    {
        var buffer = new Utf8Buffer(1);
        Assert.Equal(expected, Idna2003.TryToUnicode(Encoding.UTF8.GetBytes(name), buffer) ? Encoding.UTF8.GetString(buffer.WrittenSpan) : null);
    }

    [Fact]
    public void Long_labels_take_no_time()
    {
        // A million combining marks: sorting them would take hours.
        Assert.Null(ToAscii("a" + string.Concat(Enumerable.Repeat("\u0301\u0323", 500_000))));
        Assert.Equal("xn--tda", ToAscii("ü" + new string('\u00AD', 1_000_000)));
    }

    [Fact]
    public void Never_throws_and_what_it_encodes_is_ascii()
        => Prop.ForAll<string>(text => ToAscii(Harmonize.Clean(text)) is not { } name || Ascii.IsValid(name)).Check(Fuzz.Quick);

    [Fact]
    public void Decoding_never_throws()
        => Prop.ForAll<string>(text =>
        {
            byte[] name = Encoding.UTF8.GetBytes("xn--" + text);
            Idna2003.TryToUnicode(name, new Utf8Buffer());
        }).Check(Fuzz.Quick);

    private static string? ToAscii(string name)
    {
        var buffer = new Utf8Buffer(1);
        return Idna2003.TryToAscii(Encoding.UTF8.GetBytes(name), buffer) ? Encoding.UTF8.GetString(buffer.WrittenSpan) : null;
    }
}
