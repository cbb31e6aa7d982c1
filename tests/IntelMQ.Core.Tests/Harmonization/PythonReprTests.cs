using System.Text;
using IntelMQ.Harmonization;

namespace IntelMQ.Text;

public class PythonReprTests
{
    [Theory]
    [InlineData("\"foo\"", "'foo'")]
    [InlineData("\"\"", "''")]
    [InlineData("\"it's\"", "\"it's\"")]
    [InlineData("\"a'b\\\"c\"", "'a\\'b\"c'")]
    [InlineData("\"a\\\"b\"", "'a\"b'")]
    [InlineData("\"a\\\\b\\n\\r\\t\\u0000\\u001f\\u007f\"", @"'a\\b\n\r\t\x00\x1f\x7f'")]
    [InlineData("\"ä 😀 ñ\"", "'ä 😀 ñ'")]
    [InlineData("\"\\u00a0\\u00ad\\u200b\\u2028\\ue000\\ufeff\"", @"'\xa0\xad\u200b\u2028\ue000\ufeff'")]
    [InlineData("\"\\udb40\\udc01\"", @"'\U000e0001'")]
    [InlineData("5", "5")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    [InlineData("5.0", "5.0")]
    [InlineData("1e3", "1000.0")]
    [InlineData("1e400", "inf")]
    [InlineData("-0", "0")]
    [InlineData("-0.0", "-0.0")]
    [InlineData("true", "True")]
    [InlineData("false", "False")]
    [InlineData("null", "None")]
    [InlineData("[1,\"a\",null,[ ]]", "[1, 'a', None, []]")]
    [InlineData("{\"b\":true,\"a\":{}}", "{'b': True, 'a': {}}")]
    [InlineData("{\"a\":1,\"b\":2,\"\\u0061\":3}", "{'a': 3, 'b': 2}")]
    public void A_literal_is(string value, string expected)
    {
        var buffer = new Utf8Buffer();
        PythonRepr.Write(TypeTester.Value(value), buffer);
        Assert.Equal(expected, Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    [Theory]
    [InlineData("\"it's\"", "it's")]
    [InlineData("true", "True")]
    [InlineData("[\"a\"]", "['a']")]
    public void A_text_form_is(string value, string expected)
    {
        var buffer = new Utf8Buffer();
        PythonText.Str(TypeTester.Value(value), buffer);
        Assert.Equal(expected, Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    [Theory]
    [InlineData(1e16, "1e+16")]
    [InlineData(9999999999999998d, "9999999999999998.0")]
    [InlineData(123456789012345680d, "1.2345678901234568e+17")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00001234, "1.234e-05")]
    [InlineData(1e-7, "1e-07")]
    [InlineData(1.5e300, "1.5e+300")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(100, "100.0")]
    [InlineData(-0.31, "-0.31")]
    [InlineData(double.NaN, "nan")]
    [InlineData(double.NegativeInfinity, "-inf")]
    public void A_float_is(double value, string expected)
    {
        var buffer = new Utf8Buffer();
        PythonNumber.Write(value, buffer);
        Assert.Equal(expected, Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    [Fact]
    public void Broken_json_is_written_as_it_stands()
    {
        var buffer = new Utf8Buffer();
        PythonRepr.Write(FieldValue.Json("[1, "u8), buffer);
        Assert.Equal("[1, ", Encoding.UTF8.GetString(buffer.WrittenSpan));
    }
}
