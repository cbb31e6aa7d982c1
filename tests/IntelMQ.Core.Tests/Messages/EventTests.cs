using System.Net;
using System.Text;
using System.Text.Json;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Core.Tests.Messages;

public sealed class EventTests
{
    [Fact]
    public void Values_are_read_back_as_the_types_they_were_set_as()
    {
        var message = new Event();
        message[Fields.Source.Ip] = IPAddress.Parse("192.0.2.7");
        message[Fields.Source.Network] = IPNetwork.Parse("192.0.2.0/24");
        message[Fields.Source.Asn] = 64496;
        message[Fields.Source.TorNode] = true;
        message[Fields.Source.Geolocation.Latitude] = 48.25;
        message[Fields.Time.Source] = new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.FromHours(1));
        message[Fields.Malware.Name] = "Example";

        Assert.Equal(IPAddress.Parse("192.0.2.7"), message[Fields.Source.Ip]);
        Assert.Equal(IPNetwork.Parse("192.0.2.0/24"), message[Fields.Source.Network]);
        Assert.Equal(64496, message[Fields.Source.Asn]);
        Assert.True(message[Fields.Source.TorNode]);
        Assert.Equal(48.25, message[Fields.Source.Geolocation.Latitude]);
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 11, 0, 0, TimeSpan.Zero), message[Fields.Time.Source]);
        Assert.Equal("example", message[Fields.Malware.Name]);
        Assert.Equal(7, message.Count);
    }

    [Fact]
    public void Setting_null_removes_a_field()
    {
        var message = new Event();
        message[Fields.Source.Asn] = 64496;
        message[Fields.Source.Asn] = null;
        message[Fields.Comment] = "a";
        message[Fields.Comment] = null;
        Assert.Equal(0, message.Count);
        Assert.Null(message[Fields.Source.Asn]);
    }

    [Fact]
    public void An_invalid_value_throws_where_there_is_no_other_way_to_say_so_and_names_field_and_reason()
    {
        var message = new Event();
        var exception = Assert.Throws<InvalidFieldException>(() => message[Fields.Source.Asn] = 0);
        Assert.Equal("source.asn", exception.Field);
        Assert.StartsWith("source.asn cannot be '0': it is not ", exception.Message, StringComparison.Ordinal);
        Assert.Equal(0, message.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("N/A")]
    public void A_value_that_means_nothing_is_ignored_and_removes_what_is_set(string nothing)
    {
        var message = new Event();
        Assert.Equal(SetStatus.Ignored, message.Set("comment", nothing).Status);
        message.Set("comment", "something");
        Assert.Equal(SetStatus.Removed, message.Set("comment", nothing).Status);
        Assert.False(message.Contains(Fields.Comment));
    }

    [Fact]
    public void The_verbs_differ_in_what_they_do_with_a_field_that_is_set()
    {
        var message = new Event();
        Assert.Equal(SetStatus.Added, message.TryAdd(Fields.Comment, "one").Status);
        Assert.Equal(SetStatus.Exists, message.TryAdd(Fields.Comment, "two").Status);
        Assert.Equal(SetStatus.Kept, message.SetIfAbsent(Fields.Comment, "two").Status);
        Assert.Equal("one", message[Fields.Comment]);
        Assert.Equal(SetStatus.Replaced, message.Set(Fields.Comment, "two").Status);
        Assert.Equal("two", message[Fields.Comment]);
        Assert.True(message.Remove(Fields.Comment));
        Assert.False(message.Remove(Fields.Comment));
    }

    [Fact]
    public void A_refused_value_leaves_what_is_set()
    {
        var message = new Event();
        message.Set("source.ip", "192.0.2.1");
        SetResult result = message.Set("source.ip", "192.0.2.x");
        Assert.Equal(SetStatus.Invalid, result.Status);
        Assert.Equal("is not an IP address", result.Reason);
        Assert.Equal("192.0.2.1", message["source.ip"].ToString());
    }

    [Fact]
    public void An_unknown_name_reads_as_missing_and_writes_as_unknown_field_with_the_nearest_name()
    {
        var message = new Event();
        Assert.True(message["source.ipp"].IsMissing);
        SetResult result = message.Set("source.ipp", "192.0.2.1");
        Assert.Equal(SetStatus.UnknownField, result.Status);
        Assert.Contains("'source.ip'", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Extra_takes_any_value_under_any_well_formed_name()
    {
        var message = new Event();
        Assert.Equal(SetStatus.Added, message.Set("extra.count", FieldValue.Number("3"u8)).Status);
        Assert.Equal(SetStatus.Added, message.Set("extra.list", FieldValue.Json("[1, null]"u8)).Status);
        Assert.Equal(SetStatus.UnknownField, message.Set("extra.Not Well", "x").Status);
        Assert.Equal("""{"extra.count": 3, "extra.list": [1, null]}""", Text(message, MessageFormat.Flat));
        Assert.Equal("""{"count": 3, "list": [1, null]}""", Encoding.UTF8.GetString(message.ExtraAsJson()!));
        Assert.True(message.Remove("extra"));
        Assert.False(message.Contains("extra"));
    }

    [Fact]
    public void An_object_for_the_whole_of_extra_is_taken_apart_and_its_names_are_brought_into_form()
    {
        var message = new Event();
        Assert.Equal(SetStatus.Added, message.Set("extra", """{"First Name": "x", "empty": "", "n": null}""").Status);
        Assert.Equal("""{"extra.empty": "", "extra.first_name": "x", "extra.n": null}""", Text(message, MessageFormat.Flat));
        Assert.Equal(SetStatus.Exists, message.TryAdd("extra", FieldValue.Text("""{"a": 1}"""u8)).Status);
        Assert.Equal(SetStatus.Replaced, message.Set("extra", """{"a": 1}""").Status);
        Assert.Equal(SetStatus.Invalid, message.Set("extra", "[1]").Status);
        Assert.Equal("""{"extra.a": 1}""", Text(message, MessageFormat.Flat));
    }

    [Fact]
    public void Json_is_sorted_by_name_with_extra_and_own_fields_among_the_others()
    {
        Schema schema = Schema.Default.With(
            new FieldDefinition("aa.first", HarmonizationTypes.String, "An own field."),
            new FieldDefinition("zz.last", HarmonizationTypes.Integer, "Another."));
        var message = new Event(schema);
        message.Set("zz.last", "7");
        message.Set("time.source", "2026-11-20 12:00:00");
        message.Set("extra.b", "2");
        message.Set("extra.a", "\"quoted\"\n");
        message.Set("aa.first", "é");
        message.Set("feed.name", "f");
        Assert.Equal(
            """{"__type": "Event", "aa.first": "é", "extra.a": "\"quoted\"\n", "extra.b": "2", "feed.name": "f", "time.source": "2026-11-20T12:00:00+00:00", "zz.last": 7}""",
            Text(message, MessageFormat.WithType));
    }

    [Fact]
    public void Hierarchical_json_splits_names_at_the_dots()
    {
        var message = new Event();
        message.Set("source.geolocation.cc", "AT");
        message.Set("source.ip", "192.0.2.1");
        message.Set("extra.a.b", FieldValue.Number("1"u8));
        Assert.Equal(
            """{"extra": {"a": {"b": 1}}, "source": {"geolocation": {"cc": "AT"}, "ip": "192.0.2.1"}}""",
            Text(message, MessageFormat.Hierarchical));
    }

    [Fact]
    public void A_clone_and_its_original_do_not_see_each_others_changes()
    {
        var original = new Event();
        original.Set("source.ip", "192.0.2.1");
        original.Set("extra.a", "1");
        Event clone = original.Clone();
        clone.Set("source.ip", "192.0.2.2");
        clone.Set("extra.b", "2");
        original.Set("source.asn", "64496");
        original.Set("extra.a", "changed");
        clone.Remove("extra.a");
        Assert.Equal("""{"extra.a": "changed", "source.asn": 64496, "source.ip": "192.0.2.1"}""", Text(original, MessageFormat.Flat));
        Assert.Equal("""{"extra.b": "2", "source.ip": "192.0.2.2"}""", Text(clone, MessageFormat.Flat));
    }

    [Fact]
    public void Restoring_takes_back_everything_since_the_state_was_saved_and_leaves_clones_alone()
    {
        var message = new Event();
        message.Set("source.ip", "192.0.2.1");
        message.Set("extra.a", "1");
        string before = Text(message, MessageFormat.Flat);
        MessageState state = message.Save();
        message.Set("source.ip", "192.0.2.2");
        message.Remove("extra.a");
        message.Set("extra.b", "2");
        Event clone = message.Clone();
        message.Restore(state);
        message.Set("comment", "written over what was taken back");
        message.Remove(Fields.Comment);
        Assert.Equal(before, Text(message, MessageFormat.Flat));
        Assert.Equal("""{"extra.b": "2", "source.ip": "192.0.2.2"}""", Text(clone, MessageFormat.Flat));
        Assert.Throws<ArgumentException>(() => clone.Restore(state));
    }

    [Fact]
    public void The_serializer_writes_and_reads_events()
    {
        var message = new Event();
        message.Set("source.ip", "192.0.2.1");
        message.Set("extra.text", "a \"quote\"");
        string json = JsonSerializer.Serialize(message);
        Event? read = JsonSerializer.Deserialize<Event>(json);
        Assert.True(message.HasSameFieldsAs(read!));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Event>("""{"source.ip": "x"}"""));
    }

    [Fact]
    public void The_hash_of_a_single_address_is_the_one_that_IntelMQ_computes()
    {
        var message = new Event();
        message.Set("source.ip", "1.2.3.4");
        message.Set("time.observation", "2026-11-20 12:00:00");
        Assert.Equal("bb396f4e9ca6553f0abd4323e420171dcd95947c5f0c2ec8268b6cf361e1a237", MessageHash.ComputeText(message, HashFilter.All));
        Assert.Equal(0, MessageHash.Compute(message, HashFilter.Only("source.fqdn"), new byte[MessageHash.Size]));
    }

    [Fact]
    public void Numbers_keep_their_digits()
    {
        const string Json = """{"source.port": 100, "feed.accuracy": 100.0, "rtir_id": 123456789012345678901234567890}""";
        Assert.True(Event.TryParse(Encoding.UTF8.GetBytes(Json), Schema.Default, out Event? message, out _));
        Assert.Equal("""{"feed.accuracy": 100.0, "rtir_id": 123456789012345678901234567890, "source.port": 100}""", Text(message, MessageFormat.Flat));
        Assert.Null(message[Fields.RtirId]);
    }

    private static string Text(Message message, MessageFormat format) => Encoding.UTF8.GetString(message.ToJson(format));

    [Theory]
    [InlineData("""{"extra.os": "a", "extra.os.name": "b"}""", """{"extra": {"os": {"": "a", "name": "b"}}}""")]
    [InlineData("""{"extra.os.name": "b", "extra.os": {"c": 1}}""", """{"extra": {"os": {"": {"c": 1}, "name": "b"}}}""")]
    [InlineData("""{"extra.a": 1, "extra.a.b": 2, "extra.a.b.c": 3}""", """{"extra": {"a": {"": 1, "b": {"": 2, "c": 3}}}}""")]
    [InlineData("""{"extra.a.a": 1}""", """{"extra": {"a": 1}}""")]
    [InlineData("""{"extra.a": 1, "extra.a.a": 2}""", """{"extra": {"a": {"": 1, "a": 2}}}""")]
    [InlineData("""{"extra.a.a": 1, "extra.a.b.a": 2}""", """{"extra": {"a": {"": 1, "b": {"a": 2}}}}""")]
    [InlineData("""{"extra.a.b": 1, "extra.a.c.a": 2}""", """{"extra": {"a": {"b": 1, "c": {"a": 2}}}}""")]
    public void Objects_within_objects_hold_every_value(string json, string expected)
    {
        Assert.True(Event.TryParse(System.Text.Encoding.UTF8.GetBytes(json), Schema.Default, out Event? message, out _));
        Assert.Equal(expected, System.Text.Encoding.UTF8.GetString(message.ToJson(MessageFormat.Hierarchical)));
    }

    [Theory]
    [InlineData("""{"User-Agent": "a", "User Agent": "b", "user_agent": "c"}""", "user_agent=c user_agent_2=a user_agent_3=b")]
    [InlineData("""{"User-Agent": "a", "user_agent_2": "b", "user agent": "c"}""", "user_agent=a user_agent_2=b user_agent_3=c")]
    [InlineData("""{"\u00DC": 1, "\u00F6": 2, "": 3, "...": 4}""", "_=1 _._=4 __2=2 __3=3")]
    [InlineData("""{"a.b": 1, "A.b": 2, "a": {"B": 3}}""", "a={\"B\": 3} a.b=1 a.b_2=2")]
    public void Names_that_get_the_same_form_are_kept_apart(string extra, string expected)
    {
        var message = new Event();
        Assert.True(message.Set("extra", FieldValue.Json(System.Text.Encoding.UTF8.GetBytes(extra))).IsStored);
        var fields = new List<string>();
        foreach (var field in message)
            fields.Add($"{field.Key.Name["extra.".Length..]}={message[field.Key].ToString()}");
        Assert.Equal(expected, string.Join(' ', fields));
    }

    [Fact]
    public void Many_names_that_get_the_same_form_take_no_long_time()
    {
        string extra = "{" + string.Join(',', Enumerable.Range(0, 20_000).Select(static i => $"\"{new string((char)(0x4E00 + (i % 1000)), 1 + (i / 1000))}\": 1")) + "}";
        var message = new Event();
        Assert.True(message.Set("extra", FieldValue.Json(System.Text.Encoding.UTF8.GetBytes(extra))).IsStored);
        Assert.Equal(20_000, message.Count);
    }
}
