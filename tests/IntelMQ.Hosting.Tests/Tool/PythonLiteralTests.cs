using System.Text.Json.Nodes;
using IntelMQ.Tool.Commands;

namespace IntelMQ.Hosting.Tests.Tool;

public sealed class PythonLiteralTests
{
    [Theory]
    [InlineData("""{"a-parser": "running", "b": [1, 2.5, true, false, null]}""", "{'a-parser': 'running', 'b': [1, 2.5, True, False, None]}")]
    [InlineData("\"success\"", "success")]
    [InlineData("[]", "[]")]
    [InlineData("{}", "{}")]
    [InlineData("""["it's", "a \"b\"", "both ' and \"", "back\\slash", "tab\tline\n", "\u0007\u00a0", "grün"]""", """["it's", 'a "b"', 'both \\' and "', 'back\\\\slash', 'tab\\tline\\n', '\\x07\\xa0', 'grün']""")]
    public void What_Python_prints_is_written(string json, string literal) => Assert.Equal(literal.Replace("\\\\", "\\", StringComparison.Ordinal), PythonLiteral.Of(JsonNode.Parse(json)));
}
