using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Core.Tests.Text;

public sealed class PrintableTests
{
    [Theory]
    [InlineData("a text with \u00FC and \u4F8B", "a text with \u00FC and \u4F8B")]
    [InlineData("", "")]
    [InlineData("\u001b[31mred", "\\u001b[31mred")]
    [InlineData("a\r\nb\tc\0", "a\\u000d\\u000ab\\u0009c\\u0000")]
    [InlineData("a\u007f\u0085\u009b", "a\\u007f\\u0085\\u009b")]
    [InlineData("a\u202eb\u2066c\u200f", "a\\u202eb\\u2066c\\u200f")]
    [InlineData("a\u2028b\u2029\u200b\ufeff", "a\\u2028b\\u2029\\u200b\\ufeff")]
    [InlineData("\ud83d\ude00", "\ud83d\ude00")]
    [InlineData("\udb40\udc01", "\\udb40\\udc01")]
    public void What_would_not_be_shown_as_itself_is_shown_as_its_number(string text, string expected) => Assert.Equal(expected, Printable.Of(text));

    [Fact]
    public void Half_of_a_pair_is_shown_as_its_number()
        => Assert.Equal(@"a\ud800b\udc00", Printable.Of("a" + (char)0xD800 + "b" + (char)0xDC00));

    [Fact]
    public void No_control_is_left()
        => Prop.ForAll<string>(static text => !Printable.Of(text ?? "").Any(char.IsControl)).Check(Fuzz.Quick);

    [Fact]
    public void Reasons_of_failures_are_printable()
        => Assert.Equal("source.ip \\u001b[2J\\u000a is no address", new Failure(new Event(), "source.ip \u001b[2J\n is no address").Reason);
}
