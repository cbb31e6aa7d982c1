using System.Text;
using System.Text.Json.Nodes;
using IntelMQ.Bots.Outputs;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Http;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Outputs;

public sealed class ElasticsearchOutputTests : IDisposable
{
    private readonly HttpConnections _connections = new();

    public void Dispose() => _connections.Dispose();

    [Fact]
    public async Task A_batch_is_one_bulk_request_with_the_hash_as_id()
    {
        await using var server = new LoopbackServer(Bulk);
        Event message = Read("""{"source.ip": "192.0.2.1", "comment": "two\nlines", "extra.m": {"k": [1, 2]}}""");
        await SendAsync(server, static _ => { }, message, message.Clone());
        LoopbackRequest bulk = Assert.Single(server.Requests, static request => request.Path == "/_bulk");
        string[] lines = bulk.Body.Split('\n');
        Assert.Equal(5, lines.Length);
        Assert.Equal("", lines[4]);
        Assert.Equal("intelmq", (string?)JsonNode.Parse(lines[0])!["index"]!["_index"]);
        Assert.Equal(MessageHash.ComputeText(message, HashFilter.All), (string?)JsonNode.Parse(lines[2])!["index"]!["_id"]);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(message.ToJson(MessageFormat.Flat)), JsonNode.Parse(lines[1])));
    }

    [Fact]
    public async Task A_document_that_is_refused_fails_alone_and_the_others_are_not_sent_again()
    {
        await using var server = new LoopbackServer(static request => request.Body.Contains("bad", StringComparison.Ordinal) ? Bulk(request, static document => document.Contains("bad", StringComparison.Ordinal) ? 400 : 201) : Bulk(request));
        await using ElasticsearchOutput output = Output(server, static _ => { });
        await output.StartAsync(default);
        Event[] batch = [Read("""{"comment": "good"}"""), Read("""{"comment": "bad"}""")];
        var exception = await Assert.ThrowsAsync<RefusedException>(() => output.SendAsync(batch, default).AsTask());
        Assert.Contains("mapper", exception.Message, StringComparison.Ordinal);
        int before = server.Requests.Count;
        await output.SendAsync([batch[0]], default);
        Assert.Equal(before, server.Requests.Count);
        await Assert.ThrowsAsync<RefusedException>(() => output.SendAsync([batch[1]], default).AsTask());
    }

    [Fact]
    public async Task A_server_that_has_too_much_to_do_is_asked_later()
    {
        await using var server = new LoopbackServer(static request => Bulk(request, static _ => 429));
        await Assert.ThrowsAsync<HttpServiceException>(() => SendAsync(server, static _ => { }, new Event()));
    }

    [Theory]
    [InlineData("daily", "2026-01-04T23:59:59.5+00:00", "intelmq-2026-01-04")]
    [InlineData("weekly", "2026-01-04T23:59:59+00:00", "intelmq-2026-00")]
    [InlineData("weekly", "2026-01-05T00:00:00+00:00", "intelmq-2026-01")]
    [InlineData("weekly", "2024-12-31T23:59:59+00:00", "intelmq-2024-53")]
    [InlineData("monthly", "2026-05-04T10:20:30+00:00", "intelmq-2026-05")]
    [InlineData("yearly", "2026-05-04T10:20:30+00:00", "intelmq-2026")]
    [InlineData("never", "2026-05-04T10:20:30+00:00", "intelmq")]
    public void The_index_follows_the_time_of_the_event(string every, string time, string index)
        => Assert.Equal(index, new IndexRotation("intelmq", every, IndexTimes.All, TimeProvider.System).IndexOf(Read($$"""{"time.source": "{{time}}"}""")));

    [Theory]
    [InlineData(IndexTimes.All, "2026-05-04T10:20:30.5+00:00", "intelmq-2026-05-04")]
    [InlineData(IndexTimes.Whole, "2026-05-04T10:20:30+00:00", "intelmq-2026-05-04")]
    [InlineData(IndexTimes.Whole, "2026-05-04T10:20:30.5+00:00", "intelmq-2025-01-02")]
    [InlineData(IndexTimes.Now, "2026-05-04T10:20:30+00:00", "intelmq-2027-06-07")]
    internal void Which_times_count_is_a_parameter(IndexTimes times, string source, string index)
    {
        var clock = new FakeClock(new DateTimeOffset(2027, 6, 7, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal(index, new IndexRotation("intelmq", "daily", times, clock).IndexOf(Read($$"""{"time.source": "{{source}}", "time.observation": "2025-01-02T00:00:00+00:00"}""")));
    }

    [Theory]
    [InlineData(false, null, "i-2026-05-04")]
    [InlineData(false, "_", "i-2027-06-07")]
    [InlineData(true, "_", "i-2026-05-04")]
    public async Task Where_dots_are_replaced_the_index_is_that_of_now_unless_all_times_are_to_count(bool isExact, string? replacement, string index)
    {
        await using var server = new LoopbackServer(static request => request.Line.StartsWith("HEAD", StringComparison.Ordinal) ? LoopbackAnswer.Json("{}") : Bulk(request));
        await using ElasticsearchOutput output = Output(
            server,
            options => (options.ElasticIndex, options.RotateIndex, options.RotateExactly, options.ReplacementChar) = ("i", "daily", isExact, replacement),
            new FakeClock(new DateTimeOffset(2027, 6, 7, 0, 0, 0, TimeSpan.Zero)));
        await output.StartAsync(default);
        await output.SendAsync([Read("""{"time.source": "2026-05-04T10:20:30+00:00"}""")], default);
        Assert.Contains($"\"{index}\"", server.Requests[^1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public void Objects_are_flattened_and_dots_replaced()
    {
        var output = new IntelMQ.Text.Utf8Buffer();
        new ElasticsearchDocument(["extra.m", "output", "comment"], "_").Append(Read("""{"extra.m": {"a.b": {"c": 1}, "d": "ü"}, "output": "{\"x\": 1}", "comment": "{not json", "source.ip": "192.0.2.1"}"""), output);
        Assert.Equal("""{"extra_m_a_b":{"c": 1},"extra_m_d":"ü","output_x":1,"comment":"{not json","source_ip":"192.0.2.1"}""", Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Fact]
    public async Task An_index_that_is_missing_is_made()
    {
        await using var server = new LoopbackServer(static request => request.Line.StartsWith("HEAD", StringComparison.Ordinal) ? LoopbackAnswer.Bytes("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n") : LoopbackAnswer.Json("{}"));
        await using ElasticsearchOutput output = Output(server, static _ => { });
        await output.StartAsync(default);
        Assert.Equal(["HEAD /intelmq HTTP/1.1", "PUT /intelmq HTTP/1.1"], server.Requests.Select(static request => request.Line));
    }

    [Fact]
    public async Task Without_a_template_indices_by_time_are_refused()
    {
        await using var server = new LoopbackServer(LoopbackAnswer.Bytes("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
        await using ElasticsearchOutput output = Output(server, static options => options.RotateIndex = "daily");
        await Assert.ThrowsAsync<BotConfigurationException>(() => output.StartAsync(default).AsTask());
    }

    [Fact]
    public void Half_a_character_in_a_reason_does_not_hide_what_was_stored()
    {
        BulkRefusal?[] read = BulkAnswer.Read("""{"items": [{"index": {"status": 201}}, {"index": {"status": 400, "error": {"reason": "x\ud800"}}}]}"""u8.ToArray(), 2);
        Assert.Null(read[0]);
        Assert.EndsWith("x\uFFFD", read[1]!.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"items": []}""")]
    [InlineData("""{"items": [{"index": {}}]}""")]
    [InlineData("""{"items": [{}]}""")]
    [InlineData("""[1]""")]
    public void An_answer_that_tells_nothing_is_no_success(string answer)
        => Assert.ThrowsAny<IOException>(() => BulkAnswer.Read(Encoding.UTF8.GetBytes(answer), 1));

    private static LoopbackAnswer Bulk(LoopbackRequest request) => Bulk(request, static _ => 201);

    private static LoopbackAnswer Bulk(LoopbackRequest request, Func<string, int> judge)
    {
        if (request.Path != "/_bulk")
            return LoopbackAnswer.Bytes("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        var items = new JsonArray();
        foreach (string document in request.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(static (_, i) => i % 2 == 1))
            items.Add(new JsonObject { ["index"] = new JsonObject { ["status"] = judge(document), ["error"] = judge(document) < 300 ? null : new JsonObject { ["reason"] = "mapper says no" } } });
        return LoopbackAnswer.Json(new JsonObject { ["items"] = items }.ToJsonString());
    }

    private static Event Read(string json)
    {
        Assert.True(Event.TryParse(Encoding.UTF8.GetBytes(json), Schema.Default, out Event? message, out MessageError? error), error?.ToString());
        return message;
    }

    private ElasticsearchOutput Output(LoopbackServer server, Action<ElasticsearchOutputOptions> change, TimeProvider? time = null)
    {
        var options = new ElasticsearchOutputOptions { ElasticPort = new Uri(server.Url).Port };
        change(options);
        return new ElasticsearchOutput(options, new BotServices { Http = _connections, Time = time ?? TimeProvider.System });
    }

    private async Task SendAsync(LoopbackServer server, Action<ElasticsearchOutputOptions> change, params Event[] events)
    {
        await using ElasticsearchOutput output = Output(server, change);
        await output.StartAsync(default);
        await output.SendAsync(events, default);
    }
}
