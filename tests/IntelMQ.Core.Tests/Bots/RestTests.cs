using System.Text;
using IntelMQ.Bots;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Core.Tests.Bots;

/// <summary>What no rule asks for is kept by the rule for the rest, in whatever form rows come.</summary>
public sealed class RestTests
{
    private static readonly FieldMap Map = [Rules.Column("ip", Fields.Source.Ip), Rules.Column("place.cc", Fields.Source.Geolocation.Cc), Rules.Rest()];

    [Fact]
    public void Members_of_objects_are_kept_with_their_kinds()
        => Assert.Equal(
            """{"extra.a_b": true, "extra.list": [1, "x"], "extra.note": "n", "extra.place.city": "Vienna", "extra.port": 80, "source.geolocation.cc": "AT", "source.ip": "192.0.2.1"}""",
            Json(new Objects(Map), """{"ip": "192.0.2.1", "note": "n", "port": 80, "A b": true, "nothing": null, "empty": "", "list": [1, "x"], "place": {"cc": "AT", "city": "Vienna"}}"""));

    [Fact]
    public void Keys_are_kept()
        => Assert.Equal(
            """{"extra.note": "a b", "extra.user": "u", "source.ip": "192.0.2.1"}""",
            Json(new Pairs(Map), "ip=192.0.2.1 user=u note=\"a b\" none="));

    [Fact]
    public void Names_that_become_one_are_told_apart_and_of_one_name_the_last_counts()
        => Assert.Equal(
            """{"extra.user_agent": "c", "extra.user_agent_2": "z", "extra.user_agent_3": "b", "source.ip": "192.0.2.1"}""",
            Json(new Objects(Map), """{"ip": "192.0.2.1", "User-Agent": "a", "User Agent": "b", "user_agent": "c", "User-Agent": "z"}"""));

    [Fact]
    public void A_list_whose_elements_became_events_is_no_rest()
    {
        FieldMap map = [Rules.Each(new RowElements("ips")), Rules.Column(Rules.Element, Fields.Source.Ip), Rules.Rest()];
        Assert.Equal("""{"extra.note": "n", "source.ip": "192.0.2.1"}""", Json(new Objects(map), """{"ips": ["192.0.2.1"], "note": "n"}"""));
        Assert.Equal("""{"extra.note": "n", "source.ip": "192.0.2.1"}""", Json(new Table(map), "ips,note\n192.0.2.1,n"));
    }

    [Fact]
    public void Without_the_rule_nothing_else_is_kept()
        => Assert.Equal("""{"source.ip": "192.0.2.1"}""", Json(new Objects([Rules.Column("ip", Fields.Source.Ip)]), """{"ip": "192.0.2.1", "note": "n"}"""));

    private static string Json(Parser parser, string text)
    {
        ParseResult result = parser.Parse(new Report(Encoding.UTF8.GetBytes(text), Schema.Default));
        Assert.Empty(result.Failures);
        return Encoding.UTF8.GetString(Assert.Single(result.Events).ToJson(MessageFormat.WithoutRaw));
    }

    private sealed class Objects(FieldMap map) : JsonParser(new PlainParserOptions())
    {
        public override FieldMap Map => map;
    }

    private sealed class Table(FieldMap map) : CsvParser(new PlainParserOptions())
    {
        public override FieldMap Map => map;
    }

    private sealed class Pairs(FieldMap map) : KeyValueParser(new PlainParserOptions())
    {
        public override FieldMap Map => map;
    }
}
