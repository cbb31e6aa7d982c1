using IntelMQ.Hosting.Configuration.Writing;
using IntelMQ.Pipelines;

namespace IntelMQ.Hosting.Tests.Configuration.Writing;

public sealed class RuntimeFileTests
{
    private const string Block = """
        # Our CERT
        global:
          rate_limit: 5   # seconds
          http_proxy: 'http://proxy.example.com'

        # reads files
        file-collector:
          module: intelmq.bots.collectors.file.collector_file
          enabled: yes-please
          parameters:
            path: "in/"   # where reports come
            unknown: {a: 1, b: [x, y]}
            # delete_file: true
            destination_queues:
              _default: [csv-parser-queue]

        csv-parser:
          module: intelmq.bots.parsers.generic.parser_csv
          parameters:
            columns:
            - source.ip   # the address
            - source.port
            delimiter:
            destination_queues: file-output-queue other-queue
        file-output:
          module: intelmq.bots.outputs.file.output
          parameters: {}
        """;

    public static TheoryData<string, string[], string?, string, string> Edits { get; } = new()
    {
        { "a scalar keeps its comment", ["global", "rate_limit"], "7", "  rate_limit: 5   # seconds\n", "  rate_limit: 7   # seconds\n" },
        { "a text keeps its marks", ["global", "http_proxy"], "\"http://it's.example.com\"", "  http_proxy: 'http://proxy.example.com'\n", "  http_proxy: 'http://it''s.example.com'\n" },
        { "a text keeps its other marks", ["file-collector", "parameters", "path"], "\"out/\"", "path: \"in/\"   #", "path: \"out/\"   #" },
        { "what is new stands behind the others", ["file-collector", "parameters", "postfix"], "\".csv\"", "      _default: [csv-parser-queue]\n", "      _default: [csv-parser-queue]\n    postfix: '.csv'\n" },
        { "what is new in an empty map", ["file-output", "parameters", "file"], "\"out.jsonl\"", "  parameters: {}", "  parameters:\n    file: out.jsonl" },
        { "what was nothing", ["csv-parser", "parameters", "delimiter"], "\"|\"", "    delimiter:\n", "    delimiter: '|'\n" },
        { "an item of a list of lines", ["csv-parser", "parameters", "columns"], "[\"source.ip\", \"source.asn\", \"source.port\"]", "the address\n", "the address\n    - source.asn\n" },
        { "an item less", ["csv-parser", "parameters", "columns"], "[\"source.port\"]", "    - source.ip   # the address\n", "" },
        { "an item of a list in brackets", ["file-collector", "parameters", "unknown", "b"], "[\"x\", \"y\", \"yes\"]", "[x, y]", "[x, y, 'yes']" },
        { "a map in place of lines", ["csv-parser", "parameters", "columns"], "{\"a\": {\"b\": 1}}", "    columns:\n    - source.ip   # the address\n    - source.port\n", "    columns:\n      a:\n        b: 1\n" },
        { "a value in place of a map", ["file-collector", "parameters", "destination_queues"], "\"x-queue\"", "    destination_queues:\n      _default: [csv-parser-queue]\n", "    destination_queues: x-queue\n" },
        { "one entry of braces less", ["file-collector", "parameters", "unknown", "a"], null, "{a: 1, b: [x, y]}", "{b: [x, y]}" },
        { "a parameter less", ["global", "rate_limit"], null, "  rate_limit: 5   # seconds\n", "" },
        { "the last parameter", ["file-collector", "parameters", "destination_queues", "_default"], null, "    destination_queues:\n      _default: [csv-parser-queue]\n", "    destination_queues: {}\n" },
        { "text of many lines", ["global", "note"], "\"a\\nb: # \\u0007\"", "  http_proxy: 'http://proxy.example.com'\n", "  http_proxy: 'http://proxy.example.com'\n  note: \"a\\nb: # \\u0007\"\n" },
        { "texts that look like other things", ["global", "note"], "[\"no\", \"1\", \"\", \"a: b\", \"- x\", \"null\", \"2024-01-01\"]", "  http_proxy: 'http://proxy.example.com'\n", "  http_proxy: 'http://proxy.example.com'\n  note: ['no', '1', '', 'a: b', '- x', 'null', '2024-01-01']\n" },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public void Only_what_changes_is_written_anew(string name, string[] path, string? json, string old, string now)
    {
        Assert.NotEmpty(name);
        foreach (string newLine in new[] { "\n", "\r\n" })
        {
            string text = Block.ReplaceLineEndings("\n").Replace("\n", newLine, StringComparison.Ordinal);
            Assert.Contains(old.Replace("\n", newLine, StringComparison.Ordinal), text, StringComparison.Ordinal);
            DocumentText document = DocumentText.Parse(text, null);
            document.Set(path, json is null ? null : Json(json));
            Assert.Equal(text.Replace(old.Replace("\n", newLine, StringComparison.Ordinal), now.Replace("\n", newLine, StringComparison.Ordinal), StringComparison.Ordinal), document.Text);
        }
    }

    [Fact]
    public void A_bot_is_switched_off_by_a_line()
    {
        RuntimeFile file = RuntimeFile.Parse(Block);
        file.SetSetting("csv-parser", "enabled", DocumentNode.OfBoolean(false, null));
        Assert.Equal(Block.Replace("other-queue\n", "other-queue\n  enabled: false\n", StringComparison.Ordinal), file.Text);
    }

    [Fact]
    public void A_bot_goes_with_its_edges_and_its_comments_stay()
    {
        RuntimeFile file = RuntimeFile.Parse(Block);
        file.RemoveBot("file-output");
        Assert.DoesNotContain("file-output", file.Text, StringComparison.Ordinal);
        Assert.Contains("destination_queues: other-queue\n", file.Text, StringComparison.Ordinal);
        file.RemoveBot("csv-parser");
        Assert.Empty(file.DestinationsOf("file-collector"));
        file.RemoveBot("file-collector");
        Assert.Equal("# Our CERT\nglobal:\n  rate_limit: 5   # seconds\n  http_proxy: 'http://proxy.example.com'\n\n# reads files\n\n", file.Text);
    }

    [Fact]
    public void A_bot_with_another_id_is_sent_to_under_it()
    {
        RuntimeFile file = RuntimeFile.Parse(Block);
        file.RenameBot("csv-parser", "feed-parser");
        Assert.Equal(Block.Replace("csv-parser", "feed-parser", StringComparison.Ordinal), file.Text);
    }

    [Fact]
    public void A_bot_with_a_queue_of_its_own_name_keeps_it_when_it_is_renamed()
    {
        RuntimeFile file = RuntimeFile.Parse("a:\n  bot_id: a\n  parameters: {destination_queues: {_default: [events]}}\nb:\n  bot_id: b\n  parameters:\n    source_queue: events\n");
        file.RenameBot("b", "c");
        Assert.Equal("a:\n  bot_id: a\n  parameters: {destination_queues: {_default: [events]}}\nc:\n  bot_id: c\n  parameters:\n    source_queue: events\n", file.Text);
    }

    [Fact]
    public void A_bot_is_added_behind_the_others()
    {
        RuntimeFile file = RuntimeFile.Parse(Block);
        file.AddBot("new-output", Json("""{"module": "intelmq.bots.outputs.file.output", "enabled": true, "parameters": {"file": "a b.jsonl", "n": 3}}"""));
        Assert.Equal(Block + "\nnew-output:\n  module: intelmq.bots.outputs.file.output\n  enabled: true\n  parameters:\n    file: a b.jsonl\n    n: 3", file.Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing yet\n")]
    [InlineData("---\n")]
    public void The_first_bot_of_a_file(string text)
    {
        RuntimeFile file = RuntimeFile.Parse(text);
        file.AddBot("a", Json("""{"module": "m"}"""));
        file.SetGlobal("rate_limit", Json("5"));
        Assert.Equal(text + "a:\n  module: m\nglobal:\n  rate_limit: 5\n", file.Text);
    }

    [Fact]
    public void Destinations_keep_the_form_in_which_they_are_written()
    {
        RuntimeFile file = RuntimeFile.Parse(Block);
        file.SetDestinations("csv-parser", "_default", ["a-queue"]);
        Assert.Contains("    destination_queues: a-queue\n", file.Text, StringComparison.Ordinal);
        file.SetDestinations("csv-parser", "_on_error", ["b-queue", "c-queue"]);
        Assert.Contains("    destination_queues:\n      _default: [a-queue]\n      _on_error: [b-queue, c-queue]\nfile-output:", file.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_in_JSON_stays_JSON()
    {
        const string json = "{\n\t\"global\": {},\n\t\"a\": {\n\t\t\"module\": \"m\",\n\t\t\"parameters\": {\n\t\t\t\"destination_queues\": {\n\t\t\t\t\"_default\": [\n\t\t\t\t\t\"b-queue\"\n\t\t\t\t]\n\t\t\t}\n\t\t}\n\t}\n}\n";
        RuntimeFile file = RuntimeFile.Parse(json);
        file.SetSetting("a", "enabled", Json("false"));
        file.SetDestinations("a", "_default", ["b-queue", "c-queue"]);
        file.SetGlobal("note", Json("\"say \\\"x\\\"\""));
        Assert.Equal(json
            .Replace("\"b-queue\"\n", "\"b-queue\",\n\t\t\t\t\t\"c-queue\"\n", StringComparison.Ordinal)
            .Replace("\n\t}\n}", ",\n\t\t\"enabled\": false\n\t}\n}", StringComparison.Ordinal)
            .Replace("{},", "{\"note\": \"say \\\"x\\\"\"},", StringComparison.Ordinal), file.Text);
        file.RemoveBot("a");
        Assert.Equal("{\n\t\"global\": {\"note\": \"say \\\"x\\\"\"}\n}\n", file.Text);
    }

    [Fact]
    public void What_bots_share_is_changed_for_one_of_them()
    {
        RuntimeFile file = RuntimeFile.Parse("a:\n  parameters: &p\n    x: 1\n    y: 2\nb:\n  parameters: *p\nc:\n  parameters:\n    <<: *p\n    y: 3\n");
        file.SetParameter("b", "x", Json("5"));
        file.SetParameter("c", "x", Json("6"));
        Assert.Equal("a:\n  parameters: &p\n    x: 1\n    y: 2\nb:\n  parameters:\n    x: 5\n    y: 2\nc:\n  parameters:\n    <<: *p\n    y: 3\n    x: 6\n", file.Text);
    }

    [Fact]
    public void What_others_share_is_left_to_be_changed_by_hand()
    {
        const string text = "a:\n  parameters: &p\n    x: 1\nb:\n  parameters: *p\n";
        RuntimeFile file = RuntimeFile.Parse(text);
        PipelineConfigurationException exception = Assert.Throws<PipelineConfigurationException>(() => file.SetParameter("a", "x", Json("5")));
        Assert.Contains("by hand", exception.Message, StringComparison.Ordinal);
        Assert.Equal(text, file.Text);
    }

    [Fact]
    public void Bots_that_are_not_there_or_there_already_are_refused()
    {
        RuntimeFile file = RuntimeFile.Parse(Block);
        Assert.Throws<PipelineConfigurationException>(() => file.RemoveBot("nobody"));
        Assert.Throws<PipelineConfigurationException>(() => file.SetParameter("global", "x", Json("1")));
        Assert.Throws<PipelineConfigurationException>(() => file.AddBot("csv-parser", Json("{}")));
        Assert.Throws<PipelineConfigurationException>(() => file.AddBot("global", Json("{}")));
        Assert.Throws<PipelineConfigurationException>(() => file.RenameBot("csv-parser", "file-output"));
        Assert.Equal(Block, file.Text);
    }

    internal static DocumentNode Json(string json) => DocumentNode.FromJson(System.Text.Encoding.UTF8.GetBytes(json), null, out _)!;
}
