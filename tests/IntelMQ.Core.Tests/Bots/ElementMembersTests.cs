using System.Text;
using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Core.Tests.Bots;

/// <summary>Maps that look into the objects of a list.</summary>
public sealed class ElementMembersTests
{
    private static readonly FieldMap Map =
    [
        Rules.Each(new RowElements("hosts")),
        Rules.Column("name", Fields.Malware.Name),
        Rules.Column(Rules.Element.Member("ip"), Fields.Source.Ip),
        Rules.Column(Rules.Element.Member("net.port"), Fields.Source.Port),
    ];

    [Fact]
    public void A_list_of_objects_becomes_an_event_for_each()
        => Assert.Equal(
            [
                """{"malware.name": "x", "source.ip": "192.0.2.1", "source.port": 80}""",
                """{"malware.name": "x", "source.ip": "192.0.2.2"}""",
            ],
            Events(Map, """[{"name": "x", "hosts": [{"ip": "192.0.2.1", "net": {"port": 80}, "more": 1}, {"ip": "192.0.2.2"}]}]"""));

    [Fact]
    public void Each_line_is_read_so_too()
        => Assert.Equal(2, new ObjectLines(Map).Parse(Report("""{"hosts": [{"ip": "192.0.2.1"}]}""" + "\n" + """{"hosts": [{"ip": "192.0.2.2"}]}""")).Events.Count);

    [Fact]
    public void Conditions_and_converters_see_members()
    {
        FieldMap map =
        [
            Rules.Each(new RowElements("hosts")),
            Rules.SkipWhere(Rules.Element.Member("kind").Is("old")),
            Rules.Column(Rules.Element.Member("v"), Fields.Source.Ip).Where(Rules.Element.Member("kind").Is("ip")),
            Rules.Column(Rules.Element.Member("v"), Fields.Source.Fqdn).With(static (value, row, _) => row[Rules.Element.Member("kind")].Utf8.SequenceEqual("name"u8) ? Harmonized.Slice(value.Kind, 0, value.Utf8.Length) : Harmonized.None, "of names"),
        ];
        Assert.Equal(
            ["""{"source.ip": "192.0.2.1"}""", """{"source.fqdn": "www.example.com"}"""],
            Events(map, """[{"hosts": [{"kind": "ip", "v": "192.0.2.1"}, {"kind": "old", "v": "x"}, {"kind": "name", "v": "www.example.com"}]}]"""));
    }

    [Theory]
    [InlineData("""{"ip": "nowhere"}""", "source.ip (from ip of the element) is not an IP address.")]
    [InlineData("7", "The line has an element that is not a JSON object.")]
    [InlineData("""{"other": 1}""", "The line has an element with none of the members of this feed.")]
    public void An_element_that_fails_costs_itself_and_fails_again(string bad, string reason)
    {
        string row = $$"""{"name": "x", "note": "n", "hosts": [{"ip": "192.0.2.1"}, {{bad}}, {"ip": "192.0.2.3"}]}""";
        ParseResult result = new Objects(Map).Parse(Report(row));
        Failure failure = Assert.Single(result.Failures);
        Assert.Equal(["192.0.2.1", "192.0.2.3"], result.Events.Select(static message => message["source.ip"].ToString()));
        Assert.StartsWith(reason.TrimEnd('.'), failure.Reason, StringComparison.Ordinal);
        Assert.Equal($$"""{"hosts": [{{bad}}], "name": "x"}""", Encoding.UTF8.GetString(failure.Message.Raw.Span));
        Assert.Equal(failure.Reason, Assert.Single(new Objects(Map).Parse((Report)failure.Message).Failures).Reason);
    }

    [Fact]
    public void An_element_at_which_code_throws_costs_itself()
    {
        FieldMap map = [.. Map, Rules.Extra(Rules.Element.Member("note"), "note").With(static (FieldValue value, Utf8Buffer _) => value.Utf8.SequenceEqual("x"u8) ? throw new InvalidOperationException("no") : Harmonized.None, "throws at x")];
        ParseResult result = new Objects(map).Parse(Report("""[{"hosts": [{"ip": "192.0.2.1"}, {"ip": "192.0.2.2", "note": "x"}, {"ip": "192.0.2.3", "note": "y"}]}]"""));
        Assert.Equal(["192.0.2.1", "192.0.2.3"], result.Events.Select(static message => message["source.ip"].ToString()));
        Assert.IsType<InvalidOperationException>(Assert.Single(result.Failures).Exception);
    }

    [Fact]
    public void Elements_may_be_objects_and_texts_where_rules_speak_of_both()
    {
        FieldMap map = [Rules.Each(new RowElements("hosts")), Rules.Column(Rules.Element.Member("ip"), Fields.Source.Ip), Rules.Column(Rules.Element, Fields.Source.Ip).Optional()];
        Assert.Equal(["""{"source.ip": "192.0.2.1"}""", """{"source.ip": "192.0.2.2"}"""], Events(map, """[{"hosts": [{"ip": "192.0.2.1"}, "192.0.2.2"]}]"""));
    }

    [Fact]
    public void A_row_without_objects_may_be_an_event_all_the_same()
    {
        FieldMap map = [Rules.Each(new RowElements("hosts") { MayBeNone = true }), Rules.Column("name", Fields.Malware.Name), Rules.Column(Rules.Element.Member("ip"), Fields.Source.Ip)];
        Assert.Equal(["""{"malware.name": "x"}"""], Events(map, """[{"name": "x", "hosts": []}]"""));
    }

    [Fact]
    public void The_rest_is_what_no_rule_asks_for_of_row_and_element()
        => Assert.Equal(
            ["""{"extra.hosts.net.as": 64496, "extra.hosts.tag": "a", "extra.note": "n", "source.ip": "192.0.2.1", "source.port": 80}""", """{"extra.note": "n", "source.ip": "192.0.2.2"}"""],
            Events([.. Map, Rules.Rest()], """[{"note": "n", "hosts": [{"ip": "192.0.2.1", "tag": "a", "net": {"port": 80, "as": 64496}}, {"ip": "192.0.2.2"}]}]"""));

    [Fact]
    public void The_rest_stays_with_an_element_that_fails_and_with_very_many_elements()
    {
        FieldMap map = [Rules.Each(new RowElements("a.ports")), Rules.Column("a.ip", Fields.Source.Ip), Rules.Column(Rules.Element, Fields.Source.Port), Rules.Rest()];
        ParseResult result = new Objects(map).Parse(Report("""{"a": {"ports": [1, "many"], "ip": "192.0.2.1", "in": 2}, "x.y": "n"}"""));
        Assert.Equal("""{"a": {"ports": ["many"], "ip": "192.0.2.1", "in": 2}, "x.y": "n"}""", Encoding.UTF8.GetString(Assert.Single(result.Failures).Message.Raw.Span));
        string[] many = Events(map, $$"""{"a": {"ports": [{{string.Join(',', Enumerable.Range(1, 300))}}], "ip": "192.0.2.1", "in": 2}, "x.y": "n"}""");
        Assert.Equal(300, many.Length);
        Assert.Equal("""{"extra.a.in": 2, "extra.x.y": "n", "source.ip": "192.0.2.1", "source.port": 300}""", many[^1]);
    }

    [Fact]
    public void A_row_that_would_be_repeated_too_often_is_one_failure()
    {
        string row = $$"""{"name": "{{new string('x', 100_000)}}", "hosts": [{{string.Join(',', Enumerable.Repeat("{\"ip\":\"192.0.2.1\"}", 1000))}}]}""";
        ParseResult result = new Objects(Map).Parse(Report(row));
        Assert.Empty(result.Events);
        Assert.Contains("repeat too much", Assert.Single(result.Failures).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_elements_have_members()
    {
        Assert.Throws<InvalidOperationException>(static () => Rules.Cell("hosts").Member("ip"));
        Assert.Throws<InvalidOperationException>(static () => Rules.Element.Member("a").Member("b"));
        Assert.Equal("`ip` of the element says nothing", Rules.Element.Member("ip").IsNothing().Words);
    }

    private static string[] Events(FieldMap map, string text)
    {
        ParseResult result = new Objects(map).Parse(Report(text));
        Assert.Empty(result.Failures);
        return [.. result.Events.Select(static message => Encoding.UTF8.GetString(message.ToJson(MessageFormat.WithoutRaw)))];
    }

    private static Report Report(string text) => new(Encoding.UTF8.GetBytes(text), Schema.Default);

    private sealed class Objects(FieldMap map) : JsonParser(new PlainParserOptions())
    {
        public override FieldMap Map => map;
    }

    private sealed class ObjectLines(FieldMap map) : JsonLinesParser(new PlainParserOptions())
    {
        public override FieldMap Map => map;
    }
}
