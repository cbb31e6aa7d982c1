using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Core.Tests.Messages;

public sealed class MessageReaderTests
{
    private readonly MessageReader _reader = new(Schema.IntelMQ33);

    [Theory]
    [InlineData("", MessageErrorKind.InvalidMessage)]
    [InlineData("[]", MessageErrorKind.InvalidMessage)]
    [InlineData("""{"source.ip": "192.0.2.1"}""", MessageErrorKind.InvalidMessage)]
    [InlineData("""{"__type": "event"}""", MessageErrorKind.InvalidMessage)]
    [InlineData("""{"__type": "Event", "source.ip": "192.0.2.1" """, MessageErrorKind.InvalidMessage)]
    [InlineData("""{"__type": "Event", "source.ip": "192.0.2.x"}""", MessageErrorKind.InvalidValue)]
    [InlineData("""{"__type": "Event", "source.ipp": "192.0.2.1"}""", MessageErrorKind.InvalidKey)]
    [InlineData("""{"__type": "Event", "severity": "high"}""", MessageErrorKind.InvalidKey)]
    [InlineData("""{"__type": "Report", "source.ip": "192.0.2.1"}""", MessageErrorKind.InvalidKey)]
    [InlineData("""{"__type": "Event", "comment": "\ud800"}""", MessageErrorKind.InvalidValue)]
    [InlineData("""{"__type": "Event", "extra.a": ["\ud800"]}""", MessageErrorKind.InvalidValue)]
    [InlineData("""{"__type": "Event", "feed.accuracy": NaN}""", MessageErrorKind.InvalidMessage)]
    public void A_message_that_cannot_be_read_is_refused_with_its_kind(string json, MessageErrorKind kind)
    {
        Assert.False(_reader.TryRead(Encoding.UTF8.GetBytes(json), out _, out MessageError? error));
        Assert.Equal(kind, error.Kind);
        Assert.False(string.IsNullOrWhiteSpace(error.Reason));
    }

    [Fact]
    public void A_value_that_is_valid_as_it_stands_is_kept_as_it_stands()
        => Assert.Equal(
            """{"comment": " a ", "source.ip": "2001:DB8::1", "time.source": "2026-1-2T3:4:5+00:00"}""",
            Read("""{"__type": "Event", "source.ip": "2001:DB8::1", "comment": " a ", "time.source": "2026-1-2T3:4:5+00:00"}"""));

    [Fact]
    public void A_value_that_is_not_is_cleaned()
        => Assert.Equal(
            """{"source.geolocation.cc": "AT", "source.ip": "192.0.2.1"}""",
            Read("""{"source.geolocation.cc": "at", "source.ip": " 192.0.2.1 ", "__type": "Event"}"""));

    [Fact]
    public void Values_that_mean_nothing_pass_even_under_unknown_names()
        => Assert.Equal("{}", Read("""{"__type": "Event", "nobody.knows": null, "me": "-", "comment": "N/A"}"""));

    [Fact]
    public void A_reader_takes_messages_whose_names_come_and_go()
    {
        string[] names = [.. Enumerable.Range(0, 600).Select(static i => $"extra.n{i:000}")];
        for (int step = 1; step <= 13; step++)
        {
            string flat = "{" + string.Join(", ", names.Where((_, i) => i % step == 0).Select(name => $"\"{name}\": {step}")) + "}";
            Assert.Equal(flat, Read("""{"__type": "Event", """ + flat[1..]));
        }
    }

    [Fact]
    public void Deep_json_is_refused_and_not_followed()
    {
        string json = $$"""{"__type": "Event", "extra.a": {{new string('[', 100_000)}}{{new string(']', 100_000)}}}""";
        Assert.False(_reader.TryRead(Encoding.UTF8.GetBytes(json), out _, out MessageError? error));
        Assert.Equal(MessageErrorKind.InvalidMessage, error.Kind);
    }

    [Fact]
    public void A_message_with_a_hundred_thousand_members_of_extra_is_read_in_reasonable_time()
    {
        var json = new StringBuilder("""{"__type": "Event" """);
        for (int i = 100_000; i > 0; i--)
            json.Append(System.Globalization.CultureInfo.InvariantCulture, $", \"extra.m{i}\": {i}");
        Assert.True(_reader.TryRead(Encoding.UTF8.GetBytes(json.Append('}').ToString()), out Message? message, out _));
        Assert.Equal(100_000, message.Count);
        Assert.Equal("5", message["extra.m5"].ToString());
    }

    [Fact]
    public void Random_bytes_are_refused_and_never_throw()
        => Check.One(Fuzz.Quick, Prop.ForAll<byte[]>(bytes =>
        {
            _reader.TryRead(bytes, out _, out MessageError? error);
            return error is not null;
        }));

    [Fact]
    public void What_is_written_is_read_as_the_same_message()
        => Check.One(Fuzz.Quick, Prop.ForAll<string, string>((first, second) =>
        {
            var message = new Event(Schema.IntelMQ33);
            message.Set("comment", first ?? "");
            message.Set("extra.text", second ?? "");
            // What means "nothing" only once it is trimmed is stored, as in IntelMQ, and passed over when it is read.
            if (message["comment"].ToString() is "" or "-" or "N/A")
                message.Remove("comment");
            byte[] json = message.ToJson();
            Assert.True(_reader.TryRead(json, out Message? read, out MessageError? error), error?.ToString());
            Assert.Equal(json, read.ToJson());
        }));

    [Fact]
    public void A_byte_changed_anywhere_gives_a_message_or_an_error()
    {
        byte[] json = Encoding.UTF8.GetBytes("""{"__type": "Event", "source.ip": "192.0.2.1", "extra.a": {"b": [1, "é"]}, "raw": "YWJj", "time.source": "2026-11-20T12:00:00+00:00"}""");
        for (int i = 0; i < json.Length; i++)
        {
            for (int value = 0; value < 256; value += 7)
            {
                byte[] changed = [.. json];
                changed[i] = (byte)value;
                bool ok = _reader.TryRead(changed, out Message? message, out MessageError? error);
                Assert.Equal(ok, message is not null);
                Assert.Equal(ok, error is null);
            }
        }
    }

    private string Read(string json)
    {
        Assert.True(_reader.TryRead(Encoding.UTF8.GetBytes(json), out Message? message, out MessageError? error), error?.ToString());
        return Encoding.UTF8.GetString(message.ToJson(MessageFormat.Flat));
    }
}
