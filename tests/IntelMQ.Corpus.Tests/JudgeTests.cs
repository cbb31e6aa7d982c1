using System.Text.Json.Nodes;

namespace IntelMQ.Corpus.Tests;

public class JudgeTests
{
    private const string Recorded = """
        {"id": "a", "ignore_fields": ["time.observation", "output.ID"],
         "expected": {"output": {"_default": [{"a": 1, "time.observation": "x", "output": "{\"ID\": 1, \"b\": 2}", "raw": "eA=="}]}, "failed": [{"raw": "eA==", "error": "line"}]}}
        """;

    [Theory]
    [InlineData("1", "1", true)]
    [InlineData("1", "1.0", true)]
    [InlineData("1", "true", false)]
    [InlineData("0.1", "0.10000000000000002", true)]
    [InlineData("0.1", "0.1001", false)]
    [InlineData("100000000000000000000001", "100000000000000000000002", false)]
    [InlineData("null", "null", true)]
    [InlineData("null", "0", false)]
    [InlineData("\"a\"", "\"\\u0061\"", true)]
    [InlineData("[1, 2]", "[2, 1]", false)]
    [InlineData("""{"a": 1, "b": [true]}""", """{"b": [true], "a": 1}""", true)]
    [InlineData("""{"a": 1}""", """{"a": 1, "b": null}""", false)]
    public void Values_are_the_same(string left, string right, bool same)
        => Assert.Equal(same, Same.Values(JsonNode.Parse(left), JsonNode.Parse(right)));

    [Theory]
    [InlineData("""{"output": {"_default": [{"a": 1, "time.observation": "y", "output": "{\"b\": 2, \"ID\": 9}", "raw": "eA=="}]}, "failed": [{"raw": "eQ=="}]}""", true)]
    [InlineData("""{"output": {"_default": [{"a": 1, "output": "{\"b\": 2, \"ID\": 9}", "raw": "eA=="}]}, "failed": [{"raw": "eQ=="}]}""", false)]
    [InlineData("""{"output": {"_default": [{"a": 1, "time.observation": "y", "output": "{\"b\": 3, \"ID\": 9}", "raw": "eA=="}]}, "failed": [{"raw": "eQ=="}]}""", false)]
    [InlineData("""{"output": {"_default": [{"a": 1, "time.observation": "y", "output": "{\"b\": 2, \"ID\": 9}", "raw": "eQ=="}]}, "failed": [{"raw": "eQ=="}]}""", false)]
    [InlineData("""{"output": {"_default": [{"a": 1, "time.observation": "y", "output": "{\"b\": 2, \"ID\": 9}", "raw": "eA=="}]}, "failed": [{"raw": null}]}""", false)]
    [InlineData("""{"output": {"_default": [], "other": [{}]}, "failed": []}""", false)]
    [InlineData("""{"error": "no such bot"}""", false)]
    [InlineData("""{"configuration_error": true, "error": "x"}""", false)]
    public void Bots_are_judged_by_messages_and_kept_failures(string answer, bool right)
        => Assert.Equal(right, Judge.Wrong("bots/experts/x.jsonl", Judge.Parse(Recorded), Judge.Parse(answer)) is null);

    [Theory]
    [InlineData("""{"configuration_error": true, "error": "x"}""", true)]
    [InlineData("""{"output": {}, "failed": []}""", false)]
    public void Refused_parameters_are_to_be_refused(string answer, bool right)
        => Assert.Equal(right, Judge.Wrong("bots/experts/x.jsonl", Judge.Parse("""{"expected": {"configuration_error": true}}"""), Judge.Parse(answer)) is null);

    [Theory]
    [InlineData("any", "InvalidKey", true)]
    [InlineData("InvalidKey", "InvalidKey", true)]
    [InlineData("InvalidKey", "InvalidValue", false)]
    public void Messages_are_judged_by_their_error(string recorded, string given, bool right)
        => Assert.Equal(right, Judge.Wrong("messages.jsonl", Judge.Parse($$$"""{"expected": {"error": "{{{recorded}}}"}}"""), Judge.Parse($$"""{"error": "{{given}}"}""")) is null);

    [Theory]
    [InlineData("""{"observed": {"outcome": ["ok"], "datagrams": ["{\"b\": 2, \"a\": 1}"]}}""", true)]
    [InlineData("""{"observed": {"outcome": ["ok"], "datagrams": []}}""", false)]
    [InlineData("""{"observed": {"outcome": ["IOException"], "datagrams": ["{\"a\": 1, \"b\": 2}"]}}""", false)]
    [InlineData("""{"observed": {"configuration_error": true}}""", false)]
    [InlineData("""{"error": "no such bot"}""", false)]
    public void Outputs_are_judged_by_what_reached_the_outside(string answer, bool right)
    {
        JsonObject recorded = Judge.Parse("""{"id": "a", "bot": "x", "observed": {"outcome": ["ok after 2 turns"], "datagrams": ["{\"a\": 1, \"b\": 2}"]}}""");
        Assert.Equal(right, Judge.Wrong("outputs/x.jsonl", recorded, Judge.Parse(answer)) is null);
    }

    [Theory]
    [InlineData("""{"loaded": true, "status": [0, {}], "check": {"exit": 1, "status": "error", "lines": []}}""", true)]
    [InlineData("""{"loaded": false, "status": [0, {}], "check": {"exit": 1, "status": "error", "lines": []}}""", false)]
    [InlineData("""{"loaded": true, "status": [1, {}], "check": {"exit": 1, "status": "error", "lines": []}}""", false)]
    [InlineData("""{"loaded": true, "status": [0, {}], "check": {"exit": 0, "status": "success", "lines": []}}""", false)]
    [InlineData("""{"loaded": true, "status": [0, {}]}""", false)]
    public void Configurations_are_judged_by_what_they_mean(string observed, bool right)
    {
        JsonObject recorded = Judge.Parse("""{"id": "a", "observed": {"loaded": true, "status": [0, {}], "check": {"exit": 1, "status": "error", "lines": [["error", "x"]]}}}""");
        Assert.Equal(right, Judge.Wrong("runtime/resolve.jsonl", recorded, Judge.Parse($$"""{"id": "a", "observed": {{observed}}}""")) is null);
    }

    [Theory]
    [InlineData("""{"dump_after": {"t": {"bot_id": "a", "traceback": "y"}}, "entries": [{"bot_id": "a", "source_queue": "q", "message": "{\"raw\": \"eQ==\"}"}]}""", true)]
    [InlineData("""{"dump_after": null, "entries": [{"bot_id": "a", "source_queue": "q", "message": "{\"raw\": \"eQ==\"}"}]}""", false)]
    [InlineData("""{"dump_after": {"t": {"bot_id": "a"}}, "entries": [{"bot_id": "a", "source_queue": "q", "message": "{}"}]}""", false)]
    [InlineData("""{"dump_after": {"t": {"bot_id": "b"}}, "entries": [{"bot_id": "a", "source_queue": "q", "message": "{\"raw\": \"eQ==\"}"}]}""", false)]
    [InlineData("""{"dump_after": {"t": {"bot_id": "a"}}, "entries": [{"bot_id": "a", "source_queue": null, "message": "{\"raw\": \"eQ==\"}"}]}""", false)]
    public void Dumps_are_judged_without_traces_and_texts_of_raw(string observed, bool right)
    {
        JsonObject recorded = Judge.Parse("""
            {"id": "a", "observed": {"dump_after": {"t": {"bot_id": "a", "traceback": "x"}}, "entries": [{"bot_id": "a", "source_queue": "q", "traceback": "x", "message": "{\"raw\": \"eA==\"}"}]}}
            """);
        Assert.Equal(right, Judge.Wrong("dumps/x.jsonl", recorded, Judge.Parse($$"""{"id": "a", "observed": {{observed}}}""")) is null);
    }

    [Fact]
    public void Where_the_recorded_bot_broke_any_answer_is_right()
    {
        JsonObject recorded = Judge.Parse("""{"id": "a", "bot": "x", "observed": {"outcome": ["ok", "KeyError"], "datagrams": []}}""");
        Assert.False(Judge.Judges(recorded));
        Assert.Null(Judge.Wrong("outputs/x.jsonl", recorded, Judge.Parse("""{"observed": {"outcome": ["ok", "ok"], "datagrams": ["x"]}}""")));
    }

    [Fact]
    public void Documents_count_however_they_were_sent()
    {
        JsonObject recorded = Judge.Parse("""
            {"id": "a", "bot": "intelmq.bots.outputs.elasticsearch.output", "observed": {"outcome": ["ok"], "requests": [
              {"method": "HEAD", "path": "/i"}, {"method": "POST", "path": "/i/_doc", "body": "{\"a\": 1}"}]}}
            """);
        JsonObject answer = Judge.Parse("""
            {"observed": {"outcome": ["ok"], "requests": [{"method": "POST", "path": "/_bulk", "body": "{\"index\": {\"_index\": \"i\"}}\n{\"a\": 1}\n"}]}}
            """);
        Assert.Null(Judge.Wrong("outputs/x.jsonl", recorded, answer));
    }

    [Fact]
    public void A_ratchet_is_read_as_it_was_written()
    {
        string path = Path.GetTempFileName();
        File.Delete(path);
        Ratchet.Read(path).Write("b.jsonl", new Score(1, 2));
        Ratchet.Read(path).Write("a.jsonl", new Score(3, 3));
        Ratchet again = Ratchet.Read(path);
        Assert.Equal(new Score(1, 2), again["b.jsonl"]);
        Assert.Equal(new Score(3, 3), again["a.jsonl"]);
        Assert.Equal(0, again["c.jsonl"].Total);
        Assert.StartsWith("{\n  \"a.jsonl\": \"3/3\",\n", File.ReadAllText(path));
        File.Delete(path);
    }
}
