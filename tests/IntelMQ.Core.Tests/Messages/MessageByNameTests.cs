using System.Net;
using System.Text.Json;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Core.Tests.Messages;

public sealed class MessageByNameTests
{
    private static Event Example()
    {
        var message = new Event();
        message["source.ip"] = "192.0.2.7";
        message["source.port"] = 443;
        message["source.geolocation.latitude"] = 48.25;
        message["source.tor_node"] = true;
        message["time.source"] = "2026-11-20T11:00:00+00:00";
        message["extra.tags"] = "scan";
        message.Set("extra.ports", IntelMQ.Harmonization.FieldValue.Json("[80, 443]"u8)).ThrowIfRefused();
        return message;
    }

    [Fact]
    public void Values_are_read_by_name_in_the_type_that_is_asked_for()
    {
        Event message = Example();
        Assert.Equal("192.0.2.7", message.GetString("source.ip"));
        Assert.Equal("443", message.GetString("source.port"));
        Assert.Equal("true", message.GetString("source.tor_node"));
        Assert.Equal(443, message.GetInt64("source.port"));
        Assert.Equal(48.25, message.GetDouble("source.geolocation.latitude"));
        Assert.True(message.GetBoolean("source.tor_node"));
        Assert.Equal(IPAddress.Parse("192.0.2.7"), message.GetIPAddress("source.ip"));
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 11, 0, 0, TimeSpan.Zero), message.GetDateTimeOffset("time.source"));
    }

    [Fact]
    public void What_is_absent_unknown_or_of_another_type_is_null()
    {
        Event message = Example();
        string unknown = "source.nothing";
        Assert.Null(message.GetString("source.fqdn"));
        Assert.Null(message.GetString(unknown));
        Assert.Null(message.GetInt64("source.ip"));
        Assert.Null(message.GetBoolean("source.port"));
        Assert.Null(message.GetIPAddress("time.source"));
        Assert.Null(message.GetDateTimeOffset("extra.tags"));
        Assert.Null(message.GetDouble(unknown));
    }

    [Fact]
    public void A_dictionary_holds_values_of_NET_and_stays_as_it_is_when_the_event_changes()
    {
        Event message = Example();
        Dictionary<string, object?> all = message.ToDictionary();
        message["source.port"] = 80;

        Assert.Equal(7, all.Count);
        Assert.Equal("192.0.2.7", all["source.ip"]);
        Assert.Equal(443L, all["source.port"]);
        Assert.Equal(48.25, all["source.geolocation.latitude"]);
        Assert.Equal(true, all["source.tor_node"]);
        Assert.Equal(443, Assert.IsType<JsonElement>(all["extra.ports"])[1].GetInt32());
    }

    [Fact]
    public void Fields_can_be_asked_with_LINQ_and_come_sorted_by_name()
    {
        string[] names = [.. Example().AsEnumerable().Where(static field => field.Key.StartsWith("source.", StringComparison.Ordinal)).Select(static field => field.Key)];
        Assert.Equal(["source.geolocation.latitude", "source.ip", "source.port", "source.tor_node"], names);
    }

    [Fact]
    public void Setting_null_by_name_removes_the_field()
    {
        Event message = Example();
        message["source.ip"] = null;
        Assert.False(message.Contains("source.ip"));
    }

    [Fact]
    public void A_value_that_is_refused_throws_and_shows_itself_with_controls_escaped()
    {
        var message = new Event();
        var refused = Assert.Throws<InvalidFieldException>(() => message["source.port"] = "ht\u001btp");
        Assert.StartsWith("source.port cannot be 'ht", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', refused.Message);
        Assert.Equal(0, message.Count);
    }

    [Fact]
    public void A_name_that_the_schema_lacks_throws_with_the_nearest_one()
    {
        string misspelt = "source.prot";
        var refused = Assert.Throws<InvalidFieldException>(() => new Event()[misspelt] = 80);
        Assert.Equal("source.prot is not a field of the schema. Did you mean 'source.port'?", refused.Message);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_number_that_JSON_has_no_form_for_is_refused(double number)
        => Assert.Throws<InvalidFieldException>(() => new Event()["source.geolocation.latitude"] = number);

    [Fact]
    public void Bytes_under_raw_are_encoded_once()
    {
        var message = new Event();
        Assert.True(message.Set(Fields.Raw, [0xFF, 0x00, 0x41]).IsStored);
        Assert.Equal("/wBB", message["raw"].ToString());
        Assert.Equal([0xFF, 0x00, 0x41], message.Raw.ToArray());
    }

    [Fact]
    public void A_typed_field_takes_text_too()
    {
        var message = new Event();
        Assert.True(message.Set(Fields.Source.Ip, "192.0.2.7").IsStored);
        Assert.True(message.Set(Fields.Source.Ip, "nowhere").IsRefused);
        Assert.Equal(IPAddress.Parse("192.0.2.7"), message[Fields.Source.Ip]);
    }

    [Fact]
    public void An_event_is_read_from_a_string()
    {
        Assert.True(Event.TryParse("""{"source.ip": "192.0.2.7", "comment": "Grüße"}""", out Event? message));
        Assert.Equal("Grüße", message.GetString("comment"));
    }

    [Theory]
    [InlineData(null, "the message")]
    [InlineData("", "the message")]
    [InlineData("""{"source.ip": "nowhere"}""", "source.ip")]
    [InlineData("""{"source.prot": 80}""", "source.port")]
    public void What_is_no_event_says_why(string? json, string why)
    {
        Assert.False(Event.TryParse(json, out Event? message, out MessageError? error));
        Assert.Null(message);
        Assert.Contains(why, error.ToString(), StringComparison.Ordinal);
    }
}
