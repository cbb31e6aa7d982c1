using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Hosting.Configuration;
using IntelMQ.Pipelines;

namespace IntelMQ.Hosting.Tests.Configuration;

public sealed class YamlTreeTests
{
    private static readonly string[] Pieces = ["a", ":", " ", "\n", "  ", "- ", "[", "]", "{", "}", "&a ", "*a", "<<: ", "#", "|", ">", "\"", "'", "?", "!x ", "0x", "1_", "@", "%", "---", "\t", ","];

    [Theory]
    [InlineData("~", "null")]
    [InlineData("", "null")]
    [InlineData("Null", "null")]
    [InlineData("TRUE", "true")]
    [InlineData("yes", "\"yes\"")]
    [InlineData("on", "\"on\"")]
    [InlineData("0755", "755")]
    [InlineData("0o17", "15")]
    [InlineData("0x1F", "31")]
    [InlineData("0b11", "3")]
    [InlineData("1_000", "1000")]
    [InlineData("-7", "-7")]
    [InlineData("1e3", "1000.0")]
    [InlineData("1.50", "1.5")]
    [InlineData(".5", "0.5")]
    [InlineData("-", "[null]")]
    [InlineData("1.2.3", "\"1.2.3\"")]
    [InlineData("12:30:45", "\"12:30:45\"")]
    [InlineData("2026-05-04", "\"2026-05-04\"")]
    [InlineData(".inf", "\".inf\"")]
    [InlineData("\"5\"", "\"5\"")]
    [InlineData("'true'", "\"true\"")]
    public void A_plain_value_is_what_IntelMQs_loader_takes_it_for(string yaml, string json)
        => Assert.Equal($"{{\"a\":{json}}}", Read(yaml == "-" ? "a:\n  -\n" : $"a: {yaml}\n").ToJson().GetRawText());

    [Fact]
    public void Values_know_where_they_stand()
    {
        DocumentNode root = Read("# a comment\nglobal:\n  rate_limit: 5\n");
        DocumentEntry entry = root.Entries[0].Value.Entries[0];
        Assert.Equal(("runtime.yaml, line 3, column 3", "runtime.yaml, line 3, column 15"), (entry.Place!.ToString(), entry.Value.Place!.ToString()));
    }

    [Fact]
    public void A_merged_map_stands_behind_what_the_map_says_itself()
        => Assert.Equal(
            "{\"g\":{\"a\":1,\"b\":2},\"p\":{\"b\":3,\"a\":1}}",
            Read("g: &g\n  a: 1\n  b: 2\np:\n  <<: *g\n  b: 3\n").ToJson().GetRawText());

    [Theory]
    [InlineData("a: 1\na: 2\n", 2, "stands twice")]
    [InlineData("a: *b\n", 1, "no complete value named 'b'")]
    [InlineData("a: &a [*a]\n", 1, "no complete value named 'a'")]
    [InlineData("? [a]\n: 1\n", 1, "a name must be a text")]
    [InlineData("a: 1\n---\nb: 2\n", 2, "more than one document")]
    [InlineData("global:\n  a: [1, 2\nx: y\n", 0, "no YAML")]
    [InlineData("a: @b\n", 1, "no YAML")]
    public void What_is_wrong_is_said_with_its_line(string yaml, int line, string expected)
    {
        Assert.Null(YamlTree.Read(yaml, "runtime.yaml", out PipelineComplaint? complaint));
        Assert.Contains(expected, complaint!.Message, StringComparison.Ordinal);
        if (line > 0)
            Assert.Equal(line, complaint.Place!.Line);
    }

    [Fact]
    public void Json_that_is_indented_by_tabs_is_read()
        => Assert.Equal("{\"a\":{\"b\":[1]}}", Read("{\n\t\"a\": {\n\t\t\"b\": [1]\n\t}\n}\n").ToJson().GetRawText());

    [Fact]
    public void Values_that_are_nested_too_deep_are_refused()
    {
        Assert.Null(YamlTree.Read(new string('[', 200) + new string(']', 200), null, out PipelineComplaint? complaint));
        Assert.Contains("nested too deep", complaint!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Never_throws()
        => Check.One(Fuzz.Cases(300), Prop.ForAll<string>(static text =>
        {
            // Random texts are hardly ever near to YAML; pieces of it put together are.
            string yaml = string.Join("", (text ?? "").Select(static c => Pieces[c % Pieces.Length]));
            _ = YamlTree.Read(yaml, null, out _);
            _ = YamlTree.Read(text ?? "", null, out _);
        }));

    private static DocumentNode Read(string yaml)
    {
        DocumentNode? root = YamlTree.Read(yaml, "runtime.yaml", out PipelineComplaint? complaint);
        Assert.Null(complaint);
        return root!;
    }
}
