using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace IntelMQ.Text;

public class PythonJsonTests
{
    [Theory]
    [InlineData("foo", "\"foo\"", "\"foo\"")]
    [InlineData("", "\"\"", "\"\"")]
    [InlineData("a\"b\\c/", "\"a\\\"b\\\\c/\"", "\"a\\\"b\\\\c/\"")]
    [InlineData("\n\r\t\b\f\u0001\u007f", "\"\\n\\r\\t\\b\\f\\u0001\u007f\"", "\"\\n\\r\\t\\b\\f\\u0001\\u007f\"")]
    [InlineData("ä€😀", "\"ä€😀\"", "\"\\u00e4\\u20ac\\ud83d\\ude00\"")]
    public void A_string_is(string text, string plain, string ascii)
    {
        Assert.Equal(plain, Written(text, ascii: false));
        Assert.Equal(ascii, Written(text, ascii: true));
    }

    [Theory]
    [InlineData("{\"b\":[1,2.50,1E3],\"a\":\"\\u00e4\\/\"}", "{\"b\": [1, 2.5, 1000.0], \"a\": \"ä/\"}", "{\"a\": \"\\u00e4/\", \"b\": [1, 2.5, 1000.0]}")]
    [InlineData(" [ ] ", "[]", "[]")]
    [InlineData("{\"z\":{},\"\":null}", "{\"z\": {}, \"\": null}", "{\"\": null, \"z\": {}}")]
    [InlineData("{\"a\":1,\"b\":2,\"a\":3}", "{\"a\": 3, \"b\": 2}", "{\"a\": 3, \"b\": 2}")]
    [InlineData("{\"\uFFFD\":1,\"😀\":2}", "{\"\uFFFD\": 1, \"😀\": 2}", "{\"\\ufffd\": 1, \"\\ud83d\\ude00\": 2}")]
    [InlineData("\"\\ud800x\"", "\"\uFFFDx\"", "\"\\ufffdx\"")]
    [InlineData("1e400", "1e400", "1e400")]
    [InlineData("true", "true", "true")]
    public void Json_is(string json, string plain, string sortedAscii)
    {
        Assert.Equal(plain, Rewritten(json, ascii: false, sortKeys: false));
        Assert.Equal(sortedAscii, Rewritten(json, ascii: true, sortKeys: true));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[1,]")]
    [InlineData("1 2")]
    [InlineData("{'a':1}")]
    [InlineData("NaN")]
    public void What_is_not_json_is_refused(string json) => Assert.Null(Rewritten(json, ascii: false, sortKeys: false));

    [Fact]
    public void Depth_is_bounded()
    {
        Assert.NotNull(Rewritten(new string('[', 64) + new string(']', 64), ascii: true, sortKeys: true));
        Assert.Null(Rewritten(new string('[', 65) + new string(']', 65), ascii: true, sortKeys: true));
    }

    [Fact]
    public void Strings_are_read_again_as_they_were() => Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), static text =>
    {
        string clean = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Get));
        foreach (bool ascii in (bool[])[true, false])
        {
            using JsonDocument document = JsonDocument.Parse(Written(clean, ascii));
            Assert.Equal(clean, document.RootElement.GetString());
        }
    }).Check(Fuzz.Quick);

    private static string Written(string text, bool ascii)
    {
        var buffer = new Utf8Buffer();
        PythonJson.WriteString(Encoding.UTF8.GetBytes(text), buffer, ascii);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static string? Rewritten(string json, bool ascii, bool sortKeys)
    {
        var buffer = new Utf8Buffer();
        return PythonJson.TryWrite(Encoding.UTF8.GetBytes(json), buffer, ascii, sortKeys) ? Encoding.UTF8.GetString(buffer.WrittenSpan) : null;
    }
}
