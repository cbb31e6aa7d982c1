using IntelMQ.Text;

namespace IntelMQ.Harmonization;

public class JsonTypesTests
{
    [Theory]
    [InlineData("\" {\\\"b\\\":1,\\\"a\\\":2} \"", "'{\"b\":1,\"a\":2}'")]
    [InlineData("\"foo\"", "'\"foo\"'")]
    [InlineData("\"ä\"", "'\"\\u00e4\"'")]
    [InlineData("\"\"", "'\"\"'")]
    [InlineData("\"[1, ]\"", "'\"[1, ]\"'")]
    [InlineData("\"NaN\"", "'NaN'")]
    [InlineData("\"1 2\"", "'\"1 2\"'")]
    [InlineData("5", "'5'")]
    [InlineData("1e3", "'1000.0'")]
    [InlineData("false", "'false'")]
    [InlineData("{\"b\":[1,2],\"a\":\"ä\"}", "'{\"a\": \"\\u00e4\", \"b\": [1, 2]}'")]
    [InlineData("null", null)]
    public void Json_becomes(string value, string? expected) => Assert.Equal(expected, TypeTester.Convert(new JsonType(), value));

    [Theory]
    [InlineData("\"{\\\"a\\\": 1}\"", true)]
    [InlineData("\" null \"", true)]
    [InlineData("\"-Infinity\"", true)]
    [InlineData("\"[NaN]\"", false)]
    [InlineData("\"foo\"", false)]
    [InlineData("\"\"", false)]
    [InlineData("\"{\"", false)]
    [InlineData("{\"a\":1}", false)]
    public void Json_as_it_stands(string value, bool valid) => Assert.Equal(valid, TypeTester.IsValid(new JsonType(), value));

    [Theory]
    [InlineData("\" {\\\"b\\\":1} \"", "'{\"b\":1}'")]
    [InlineData("{\"b\":1,\"a\":2}", "'{\"a\": 2, \"b\": 1}'")]
    [InlineData("{}", null)]
    [InlineData("[1]", null)]
    [InlineData("\"{}\"", null)]
    [InlineData("\"[{\\\"a\\\":1}]\"", null)]
    [InlineData("\"foo\"", null)]
    [InlineData("5", null)]
    [InlineData("null", null)]
    public void Object_becomes(string value, string? expected) => Assert.Equal(expected, TypeTester.Convert(new JsonDictType(), value));

    [Theory]
    [InlineData(PythonJson.MaxDepth, true)]
    [InlineData(PythonJson.MaxDepth + 1, false)]
    [InlineData(100_000, false)]
    public void Depth_is_bounded(int depth, bool valid)
    {
        string json = new string('[', depth) + new string(']', depth);
        Assert.Equal(valid, TypeTester.IsValid(new JsonType(), '"' + json + '"'));
        Assert.Equal(valid, TypeTester.Convert(new JsonType(), '"' + json + '"') is not null);
        Assert.Equal(valid, TypeTester.Convert(new JsonType(), json) is not null);
        Assert.Equal(valid, TypeTester.Convert(new JsonDictType(), "{\"a\":" + json[1..^1] + "}") is not null);
    }
}
