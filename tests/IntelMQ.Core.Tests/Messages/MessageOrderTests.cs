using System.Text;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Core.Tests.Messages;

public sealed class MessageOrderTests
{
    private readonly MessageReader _reader = new(Schema.IntelMQ33);

    [Fact]
    public void Fields_come_in_the_order_of_the_json_whatever_their_values()
        => Assert.Equal(
            ["time.source", "comment", "extra.z", "source.tor_node", "extra.map", "source.asn", "extra.a", "raw"],
            NamesOf("""
                {"__type": "Event", "time.source": "2026-05-04T10:20:30+00:00", "comment": "a\nb", "extra.z": "\"\u00fc\"", "source.tor_node": true,
                 "extra.map": {"k": [1]}, "source.asn": 64496, "extra.a": 1.5, "raw": "YQ=="}
                """));

    [Fact]
    public void What_is_set_later_comes_last()
    {
        Event message = Read("""{"source.ip": "192.0.2.1", "raw": "YQ=="}""");
        message.Set("extra.b", "1");
        message.Set("comment", "later");
        Assert.Equal(["source.ip", "raw", "extra.b", "comment"], message.KeysInOrder().Select(static key => key.Name));
    }

    [Fact]
    public void What_the_report_gives_comes_first()
    {
        var report = new Report(Encoding.UTF8.GetBytes("x"), Schema.IntelMQ33);
        report.Set(Fields.Feed.Name, "a feed");
        var message = new Event(report);
        message.Set("comment", "c");
        Assert.Equal(["feed.name", "comment"], message.KeysInOrder().Select(static key => key.Name).Where(static name => name != "time.observation"));
    }

    [Fact]
    public void Extra_as_one_text_keeps_the_order()
        => Assert.Equal("""{"z": 1, "a": {"y": 2, "b": 3}}""", Encoding.UTF8.GetString(Read("""{"extra.z": 1, "extra.a.y": 2, "extra.a.b": 3}""").ExtraAsJson()!));

    [Theory]
    [InlineData("""{"comment": "a\\b", "extra.x": "\ud83d\ude00", "source.fqdn": "\u0065xample.com"}""")]
    [InlineData("""{"comment": "\u00e9\t\u00e9", "extra.x": {"a": "\"\\"}, "extra.y": ["\n", null, false]}""")]
    [InlineData("""{"comment": "\u0065", "comment": "\u0066\u0066", "extra.y": "plain"}""")]
    public void Values_with_escapes_are_kept_as_what_they_mean(string json)
    {
        Event message = Read(json);
        var expected = System.Text.Json.Nodes.JsonNode.Parse(json.Replace("\"comment\": \"\\u0065\", ", "", StringComparison.Ordinal))!;
        Assert.True(System.Text.Json.Nodes.JsonNode.DeepEquals(expected, System.Text.Json.Nodes.JsonNode.Parse(message.ToJson(MessageFormat.Flat))));
    }

    [Fact]
    public void An_escaped_value_that_is_cleaned_is_cleaned_by_what_it_means()
        => Assert.Equal("""{"source.ip": "192.0.2.1"}""", Encoding.UTF8.GetString(Read("""{"source.ip": "\u0020192.0.2.1 "}""").ToJson(MessageFormat.Flat)));

    private IEnumerable<string> NamesOf(string json) => Read(json).KeysInOrder().Select(static key => key.Name);

    private Event Read(string json)
    {
        Assert.True(_reader.TryReadEvent(Encoding.UTF8.GetBytes(json), out Event? message, out MessageError? error), error?.ToString());
        return message;
    }
}
