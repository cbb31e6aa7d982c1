namespace IntelMQ.Harmonization;

public class NumberTypesTests
{
    [Theory]
    [InlineData("true", "true")]
    [InlineData("false", "false")]
    [InlineData("\" TRUE \"", "true")]
    [InlineData("\"False\"", "false")]
    [InlineData("1", "true")]
    [InlineData("0", "false")]
    [InlineData("1.0", null)]
    [InlineData("2", null)]
    [InlineData("\"1\"", null)]
    [InlineData("\"yes\"", null)]
    [InlineData("null", null)]
    [InlineData("[]", null)]
    public void Boolean_becomes(string value, string? expected) => Assert.Equal(expected, TypeTester.Convert(new BooleanType(), value));

    [Theory]
    [InlineData("true", true)]
    [InlineData("1", false)]
    [InlineData("\"true\"", false)]
    public void Boolean_as_it_stands(string value, bool valid) => Assert.Equal(valid, TypeTester.IsValid(new BooleanType(), value));

    [Theory]
    [InlineData("\"5\"", "5")]
    [InlineData("\"081\"", "81")]
    [InlineData("\" 1_000 \"", "1000")]
    [InlineData("\"+5\"", "5")]
    [InlineData("\"-05\"", "-5")]
    [InlineData("\"-0\"", "0")]
    [InlineData("\"\\u0663\\u0661\"", "31")]
    [InlineData("\"123456789012345678901234567890\"", "123456789012345678901234567890")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    [InlineData("-0", "0")]
    [InlineData("1.9", "1")]
    [InlineData("-1.9", "-1")]
    [InlineData("1e3", "1000")]
    [InlineData("1e22", "10000000000000000000000")]
    [InlineData("1e400", null)]
    [InlineData("true", "1")]
    [InlineData("false", "0")]
    [InlineData("\"1.0\"", null)]
    [InlineData("\"0x10\"", null)]
    [InlineData("\"1__0\"", null)]
    [InlineData("\"_1\"", null)]
    [InlineData("\"1_\"", null)]
    [InlineData("\"- 1\"", null)]
    [InlineData("\"\\u001c1\"", null)]
    [InlineData("\"\"", null)]
    [InlineData("null", null)]
    [InlineData("[1]", null)]
    public void Integer_becomes(string value, string? expected) => Assert.Equal(expected, TypeTester.Convert(new IntegerType(), value));

    [Theory]
    [InlineData("5", true)]
    [InlineData("-5", true)]
    [InlineData("5.0", false)]
    [InlineData("5e1", false)]
    [InlineData("true", false)]
    [InlineData("\"5\"", false)]
    public void Integer_as_it_stands(string value, bool valid) => Assert.Equal(valid, TypeTester.IsValid(new IntegerType(), value));

    [Fact]
    public void Integers_have_a_bound_of_digits()
    {
        Assert.NotNull(TypeTester.Convert(new IntegerType(), '"' + new string('9', 4300) + '"'));
        Assert.Null(TypeTester.Convert(new IntegerType(), '"' + new string('9', 4301) + '"'));
    }

    [Theory]
    [InlineData("\"1\"", "1.0")]
    [InlineData("1", "1.0")]
    [InlineData("\"1e22\"", "1e+22")]
    [InlineData("\" -31.e-2 \"", "-0.31")]
    [InlineData("\".5\"", "0.5")]
    [InlineData("\"1_0.5\"", "10.5")]
    [InlineData("\"1e5\"", "100000.0")]
    [InlineData("true", "1.0")]
    [InlineData("\"nan\"", null)]
    [InlineData("\"-inf\"", null)]
    [InlineData("\"1e400\"", null)]
    [InlineData("1e400", null)]
    [InlineData("\"1,5\"", null)]
    [InlineData("\"1_.5\"", null)]
    [InlineData("\".\"", null)]
    [InlineData("\"\"", null)]
    [InlineData("{\"a\":1}", null)]
    public void Float_becomes(string value, string? expected) => Assert.Equal(expected, TypeTester.Convert(new FloatType(), value));

    [Theory]
    [InlineData("1", true)]
    [InlineData("1.5", true)]
    [InlineData("1e400", false)]
    [InlineData("true", false)]
    [InlineData("\"1\"", false)]
    public void Float_as_it_stands(string value, bool valid) => Assert.Equal(valid, TypeTester.IsValid(new FloatType(), value));

    [Theory]
    [InlineData("\"50\"", "50.0")]
    [InlineData("0", "0.0")]
    [InlineData("100", "100.0")]
    [InlineData("true", "100.0")]
    [InlineData("false", "0.0")]
    [InlineData("\"true\"", null)]
    [InlineData("100.1", null)]
    [InlineData("-1", null)]
    [InlineData("\"nan\"", null)]
    public void Accuracy_becomes(string value, string? expected) => Assert.Equal(expected, TypeTester.Convert(new AccuracyType(), value));

    [Theory]
    [InlineData("true", true)]
    [InlineData("100", true)]
    [InlineData("101", false)]
    [InlineData("\"5\"", false)]
    public void Accuracy_as_it_stands(string value, bool valid) => Assert.Equal(valid, TypeTester.IsValid(new AccuracyType(), value));

    [Theory]
    [InlineData("\"64496\"", "64496")]
    [InlineData("\"AS64496\"", "64496")]
    [InlineData("\"as 064496 \"", "64496")]
    [InlineData("\" AS64496\"", null)]
    [InlineData("\"ASN64496\"", null)]
    [InlineData("\"ASAS64496\"", null)]
    [InlineData("\"AS\"", null)]
    [InlineData("4294967295", "4294967295")]
    [InlineData("4294967296", null)]
    [InlineData("0", null)]
    [InlineData("-1", null)]
    [InlineData("64496.7", "64496")]
    [InlineData("true", "1")]
    [InlineData("false", null)]
    public void Asn_becomes(string value, string? expected) => Assert.Equal(expected, TypeTester.Convert(new AsnType(), value));

    [Theory]
    [InlineData("64496", true)]
    [InlineData("64496.0", false)]
    [InlineData("0", false)]
    [InlineData("\"64496\"", false)]
    public void Asn_as_it_stands(string value, bool valid) => Assert.Equal(valid, TypeTester.IsValid(new AsnType(), value));

    [Fact]
    public void Clean_digits_are_not_copied()
    {
        Assert.True(TypeTester.IsSlice(new IntegerType(), "\"443\""));
        Assert.True(TypeTester.IsSlice(new AsnType(), "\"AS64496\""));
    }
}
