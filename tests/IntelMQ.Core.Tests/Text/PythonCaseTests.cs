using System.Text;

namespace IntelMQ.Text;

public class PythonCaseTests
{
    [Theory]
    [InlineData("ABC-1", "abc-1")]
    [InlineData("ÄÉЖ", "äéж")]
    [InlineData("İ", "i\u0307")]
    [InlineData("K", "k")]
    [InlineData("Σ", "σ")]
    [InlineData("ΑΣ", "ας")]
    [InlineData("ΑΣ.", "ας.")]
    [InlineData("ΑΣ.Α", "ασ.α")]
    [InlineData("ΑΣ Σ", "ας σ")]
    [InlineData("\u2160Σ", "\u2170ς")]
    [InlineData("𐐀", "𐐨")]
    public void Lower_is(string text, string expected) => Assert.Equal(expected, PythonCase.Lower(text));

    [Theory]
    [InlineData("abc-1", "ABC-1")]
    [InlineData("straße", "STRASSE")]
    [InlineData("ŉǰ", "\u02BCNJ\u030C")]
    [InlineData("ﬃ", "FFI")]
    [InlineData("ıſ", "IS")]
    [InlineData("ᾳ", "ΑΙ")]
    [InlineData("𐐨", "𐐀")]
    public void Upper_is(string text, string expected) => Assert.Equal(expected, PythonCase.Upper(text));

    [Fact]
    public void The_tests_agree_with_the_conversions_for_every_character()
    {
        var buffer = new Utf8Buffer();
        for (int code = 0; code <= 0x10FFFF; code++)
        {
            if (!Rune.IsValid(code))
                continue;
            byte[] utf8 = Encoding.UTF8.GetBytes(new Rune(code).ToString());
            buffer.Clear();
            PythonCase.Lower(utf8, buffer);
            Assert.True(PythonCase.IsLower(utf8) == buffer.WrittenSpan.SequenceEqual(utf8), $"{code:x}");
            buffer.Clear();
            PythonCase.Upper(utf8, buffer);
            Assert.True(PythonCase.IsUpper(utf8) == buffer.WrittenSpan.SequenceEqual(utf8), $"{code:x}");
        }
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_copied()
    {
        var buffer = new Utf8Buffer();
        PythonCase.Lower([(byte)'A', 0xFF, 0xC3], buffer);
        Assert.Equal([(byte)'a', 0xFF, 0xC3], buffer.ToArray());
    }
}
