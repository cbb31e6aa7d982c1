using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Harmonization;

namespace IntelMQ.Core.Tests.Harmonization;

public sealed class FqdnTypeTests
{
    private static readonly FqdnType Type = new();

    [Theory]
    [InlineData("example.com", "example.com")]
    [InlineData(" Example.COM. ", "example.com")]
    [InlineData("EX\u00C4MPLE.com", "xn--exmple-cua.com")]
    [InlineData("localhost", "localhost")]
    [InlineData("*.Example.com", "*.example.com")]
    [InlineData("_dmarc._tcp.example.com", "_dmarc._tcp.example.com")]
    [InlineData("a_b.example.com", "a_b.example.com")]
    [InlineData("r3---sn.example.com", "r3---sn.example.com")]
    [InlineData("1.2.3.example", "1.2.3.example")]
    [InlineData("3com.example", "3com.example")]
    [InlineData("example.cafe", "example.cafe")]
    [InlineData("0xabc.example", "0xabc.example")]
    [InlineData("example.0xyz", "example.0xyz")]
    [InlineData("example[.]com", "example.com")]
    [InlineData("www[.]EXAMPLE(.)com", "www.example.com")]
    [InlineData("www[dot]example{DOT}com", "www.example.com")]
    [InlineData("b\u00FCcher[.]example", "xn--bcher-kva.example")]
    public void Host_names_become_lower_case_ascii(string text, string expected) => Assert.Equal(expected, Harmonize.Text(Type, text));

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("-")]
    [InlineData("-.")]
    [InlineData("*")]
    [InlineData("*.")]
    [InlineData("a.*.example.com")]
    [InlineData("*a.example.com")]
    [InlineData("a..b")]
    [InlineData("ex ample.com")]
    [InlineData("example .com")]
    [InlineData("exam\tple.com")]
    [InlineData("exam\0ple.com")]
    [InlineData("exam\u001bple.com")]
    [InlineData("exam\u007fple.com")]
    [InlineData("exam\u200bple\u202e.com!")]
    [InlineData("exa$mple.com")]
    [InlineData("user@example.com")]
    [InlineData("example?")]
    [InlineData("exam,ple.com")]
    [InlineData("exam%70le.com")]
    [InlineData("[example.com]")]
    [InlineData("example[.com")]
    [InlineData("-example.com")]
    [InlineData("example-.com")]
    [InlineData("example.-com")]
    [InlineData("example.com-")]
    [InlineData("3221225985")]
    [InlineData("0xc0000201")]
    [InlineData("0x")]
    [InlineData("1.2.3")]
    [InlineData("example.123")]
    [InlineData("example.0x7f")]
    [InlineData("192.0.2.256")]
    [InlineData("192.0.2.1")]
    [InlineData("192[.]0[.]2[.]1")]
    [InlineData("0.0.0.0")]
    [InlineData("2001:db8::1")]
    [InlineData("192.0.2.1:8080")]
    [InlineData("http://example.com")]
    [InlineData("example.com/x")]
    public void What_cannot_be_a_host_name_is_refused(string text) => Assert.Null(Harmonize.Text(Type, text));

    [Fact]
    public void A_name_has_253_bytes_and_a_label_63()
    {
        string label = new('a', 63);
        string most = $"{label}.{label}.{label}.{new string('b', 61)}";
        Assert.Equal(most, Harmonize.Text(Type, most));
        Assert.Null(Harmonize.Text(Type, most + "b"));
        Assert.Null(Harmonize.Text(Type, most + "\u00FC"));
        Assert.Null(Harmonize.Text(Type, label + "a.example"));
    }

    [Theory]
    [InlineData(FieldValueKind.Number, "3221225985")]
    [InlineData(FieldValueKind.Number, "12.5")]
    [InlineData(FieldValueKind.Boolean, "true")]
    public void What_is_no_text_is_no_name(FieldValueKind kind, string value) => Assert.Null(Harmonize.Value(Type, kind, value));

    [Fact]
    public void What_comes_out_is_valid_and_stays_as_it_is()
        => Prop.ForAll<string>(text =>
        {
            string? name = Harmonize.Text(Type, (text ?? "").Replace("\0", "[.]", StringComparison.Ordinal));
            return name is null || (Harmonize.Text(Type, name) == name && Type.IsValid(FieldValue.Text(Encoding.UTF8.GetBytes(name)), out _));
        }).Check(Fuzz.Quick);
}
