namespace IntelMQ.Harmonization;

public class TextTypesTests
{
    [Theory]
    [InlineData("\"foo\"", "'foo'")]
    [InlineData("\" foo bar\\n\"", "'foo bar'")]
    [InlineData("\"\\u00a0\\u2003foo\\u001c\"", "'foo'")]
    [InlineData("\" - \"", "'-'")]
    [InlineData("\"\"", null)]
    [InlineData("\" \"", null)]
    [InlineData("5", "'5'")]
    [InlineData("1e22", "'1e+22'")]
    [InlineData("0", null)]
    [InlineData("0.0", null)]
    [InlineData("true", "'True'")]
    [InlineData("false", null)]
    [InlineData("null", null)]
    [InlineData("[]", null)]
    [InlineData("{ }", null)]
    [InlineData("[1,\"a\",null]", "'[1, 'a', None]'")]
    public void String_becomes(string value, string? expected)
    {
        Assert.Equal(expected, TypeTester.Convert(new StringType(), value));
        Assert.Equal(expected, TypeTester.Convert(new StringType("GenericType"), value));
    }

    [Theory]
    [InlineData("\" foo \"", true)]
    [InlineData("\" \"", true)]
    [InlineData("\"\"", false)]
    [InlineData("5", false)]
    [InlineData("null", false)]
    public void String_as_it_stands(string value, bool valid) => Assert.Equal(valid, TypeTester.IsValid(new StringType(), value));

    [Theory]
    [InlineData("\" ABC \"", "'abc'")]
    [InlineData("\"ÄÖß\"", "'äöß'")]
    [InlineData("\"ΟΔΟΣ ΣΑΣ\"", "'οδος σας'")]
    [InlineData("\"İ\"", "'i̇'")]
    [InlineData("5", null)]
    [InlineData("true", null)]
    [InlineData("[\"a\"]", null)]
    [InlineData("\" \"", null)]
    public void Lower_case_becomes(string value, string? expected) => Assert.Equal(expected, TypeTester.Convert(new LowercaseStringType(), value));

    [Theory]
    [InlineData("\"abc 1\"", true)]
    [InlineData("\" abc\"", true)]
    [InlineData("\"aBc\"", false)]
    [InlineData("\"äöß\"", true)]
    [InlineData("\"Σ\"", false)]
    [InlineData("\"\"", false)]
    [InlineData("1", false)]
    public void Lower_case_as_it_stands(string value, bool valid) => Assert.Equal(valid, TypeTester.IsValid(new LowercaseStringType(), value));

    [Theory]
    [InlineData("\" abc \"", "'ABC'")]
    [InlineData("\"ß\"", "'SS'")]
    [InlineData("\"ŉﬁı\"", "'ʼNFII'")]
    [InlineData("5", null)]
    public void Upper_case_becomes(string value, string? expected) => Assert.Equal(expected, TypeTester.Convert(new UppercaseStringType(), value));

    [Theory]
    [InlineData("\"ABC\"", true)]
    [InlineData("\"ABß\"", false)]
    [InlineData("\"ÄÖ1\"", true)]
    [InlineData("\"aB\"", false)]
    public void Upper_case_as_it_stands(string value, bool valid) => Assert.Equal(valid, TypeTester.IsValid(new UppercaseStringType(), value));

    [Theory]
    [InlineData("\"abc\"", "'YWJj'")]
    [InlineData("\"Zm9v\"", "'Wm05dg=='")]
    [InlineData("\" ä\"", "'IMOk'")]
    [InlineData("\"\"", null)]
    [InlineData("1", null)]
    [InlineData("null", null)]
    public void Base64_becomes(string value, string? expected) => Assert.Equal(expected, TypeTester.Convert(new Base64Type(), value));

    [Theory]
    [InlineData("\"Zm9v\"", true)]
    [InlineData("\"Zm9v\\n\"", true)]
    [InlineData("\"Zg==\"", true)]
    [InlineData("\"Zg==Zg\"", true)]
    [InlineData("\"Z?m!9v\"", true)]
    [InlineData("\"====\"", true)]
    [InlineData("\"Zg\"", false)]
    [InlineData("\"Zg=\"", false)]
    [InlineData("\"Z\"", false)]
    [InlineData("\"Zm9vä\"", false)]
    [InlineData("\"\"", false)]
    [InlineData("5", false)]
    public void Base64_as_it_stands(string value, bool valid) => Assert.Equal(valid, TypeTester.IsValid(new Base64Type(), value));

    [Fact]
    public void Clean_text_is_not_copied()
    {
        Assert.True(TypeTester.IsSlice(new StringType(), "\" foo \""));
        Assert.True(TypeTester.IsSlice(new LowercaseStringType(), "\"foo\""));
        Assert.True(TypeTester.IsSlice(new UppercaseStringType(), "\"AT\""));
        Assert.True(TypeTester.IsSlice(new RegistryType(), "\"RIPE\""));
        Assert.True(TypeTester.IsSlice(new ClassificationTypeType(), "\" c2-server\""));
    }
}
