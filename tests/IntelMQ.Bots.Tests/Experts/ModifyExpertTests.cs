using IntelMQ.Bots.Experts;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Tests.Experts;

public sealed class ModifyExpertTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{"comment": ""}""", """{"source.port": 80}""", true)]
    [InlineData("""{"comment": ""}""", """{"comment": "a"}""", false)]
    [InlineData("""{"comment": "b+$"}""", """{"comment": "abb"}""", true)]
    [InlineData("""{"comment": "B+$"}""", """{"comment": "abb"}""", false)]
    [InlineData("""{"source.port": "^8"}""", """{"source.port": 80}""", true)]
    [InlineData("""{"source.port": 80}""", """{"source.port": 80}""", true)]
    [InlineData("""{"source.port": 80.0}""", """{"source.port": 80}""", true)]
    [InlineData("""{"comment": 80}""", """{"comment": "80"}""", false)]
    [InlineData("""{"source.tor_node": "True"}""", """{"source.tor_node": true}""", true)]
    [InlineData("""{"source.tor_node": 1}""", """{"source.tor_node": true}""", true)]
    [InlineData("""{"extra.a": "a"}""", """{"extra.a": ["a"]}""", false)]
    [InlineData("""{"extra.a": ["a"]}""", """{"extra.a": ["a"]}""", true)]
    [InlineData("""{"comment": "a", "source.port": 80}""", """{"comment": "a"}""", false)]
    [InlineData("""{"no.such": ""}""", """{"comment": "a"}""", true)]
    [InlineData("{}", """{"comment": "a"}""", true)]
    public void A_rule_holds_where_all_its_conditions_do(string conditions, string message, bool holds)
    {
        Event changed = Run($$"""[{"rulename": 1, "if": {{conditions}}, "then": {"event_description.target": "x"} }]""", message);
        Assert.Equal(holds, changed.Contains("event_description.target"));
    }

    [Theory]
    [InlineData("was {msg[comment]}", "was ab1")]
    [InlineData("{matches[comment][1]}-{matches[comment][tail]}-{matches[comment][0]}-{matches[comment]}", "ab-1-ab1-ab1")]
    [InlineData("{{{msg[source.port]:>5}|{msg[comment]:*^7}|{msg[source.port]:05}|{msg[comment]:.2s}}}", "{   80|**ab1**|00080|ab}")]
    [InlineData("{matches[comment][3]}", "None")]
    public void A_text_is_expanded(string text, string expected)
    {
        string rules = $$"""[{"rulename": "r", "if": {"comment": "^([a-z]+)(?P<tail>\\d)(x)?"}, "then": {"event_description.text": "{{text}}"} }]""";
        Assert.Equal(expected, Run(rules, """{"comment": "ab1", "source.port": 80}""")["event_description.text"].ToString());
    }

    [Fact]
    public void Values_are_stored_as_they_are_and_empty_ones_remove()
    {
        const string rules = """[{"rulename": "r", "if": {}, "then": {"extra.a": [1, {"b": null}], "source.port": 22, "comment": "", "feed.name": null}}]""";
        Assert.Equal("{'extra.a': [1, {'b': null}], 'source.port': 22}", Events.Flat(Run(rules, """{"comment": "a", "feed.name": "b", "source.port": 1}""")));
        Assert.Equal("{'comment': 'a', 'extra.a': [1, {'b': null}], 'feed.name': 'b', 'source.port': 1}", Events.Flat(
            Run(rules, """{"comment": "a", "feed.name": "b", "source.port": 1}""", options => options.Overwrite = false)));
    }

    [Fact]
    public void Rules_see_what_those_before_them_did_and_stop_after_the_maximum()
    {
        const string rules = """
            - rulename: first
              if: {comment: &word "^A$"}   # a comment
              then:
                source.port: 80
            - rulename: second
              if: {source.port: 80, comment: *word}
              then: {extra.list: [yes, true, 1.5, ~, "1"]}
            """;
        Assert.Equal("{'comment': 'a', 'extra.list': ['yes', true, 1.5, null, '1'], 'source.port': 80}", Events.Flat(
            Run(rules, """{"comment": "a"}""", static options => options.CaseSensitive = false)));
        Assert.Equal("{'comment': 'A', 'source.port': 80}", Events.Flat(Run(rules, """{"comment": "A"}""", static options => options.MaximumMatches = 1)));
    }

    [Theory]
    [InlineData("""{"comment": "{msg[feed.name]}"}""", "feed.name")]
    [InlineData("""{"source.ip": "no address"}""", "source.ip")]
    [InlineData("""{"no.such": "a"}""", "no.such")]
    public void What_cannot_be_stored_fails_the_event(string actions, string named)
    {
        var exception = Assert.Throws<InvalidFieldException>(() => Run($$"""[{"rulename": "r", "if": {}, "then": {{actions}} }]""", """{"source.port": 1}"""));
        Assert.Contains(named, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "list of rules")]
    [InlineData("[1]", "rule 1")]
    [InlineData("""[{"rulename": "r", "then": {}}]""", "'if'")]
    [InlineData("""[{"rulename": "r", "if": {}}]""", "'then'")]
    [InlineData("""[{"rulename": "r", "if": {"comment": "("}, "then": {}}]""", "regular expression")]
    [InlineData("""[{"rulename": "r", "if": {}, "then": {"comment": "{"}}]""", "single '{'")]
    [InlineData("""[{"rulename": "r", "if": {}, "then": {"comment": "{msg}"}}]""", "not understood")]
    [InlineData("""[{"rulename": "r", "if": {}, "then": {"comment": "{msg[comment]:>99999}"}}]""", "not understood")]
    [InlineData("""[{"rulename": "r", "if": {}, "then": {"comment": "{matches[comment][1]}"}}]""", "no regular expression")]
    [InlineData("""[{"rulename": "r", "if": {"comment": "a"}, "then": {"comment": "{matches[comment][1]}"}}]""", "no group '1'")]
    [InlineData("- a: [", ": line ")]
    [InlineData("- &a {a: *a}", "line 1")]
    [InlineData("a: 1\n---\nb: 2", "more than one document")]
    [InlineData("<<: {a: 1}", "line 1")]
    public async Task Rules_that_cannot_be_used_are_refused_at_start(string rules, string part)
    {
        var expert = new ModifyExpert(new ModifyExpertOptions { ConfigurationPath = Write(rules) });
        var exception = await Assert.ThrowsAsync<BotConfigurationException>(async () => await expert.StartAsync(CancellationToken.None));
        Assert.Contains(part, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_file_is_named_at_start()
    {
        var expert = new ModifyExpert(new ModifyExpertOptions { ConfigurationPath = _folder.Of("missing.conf") });
        var exception = await Assert.ThrowsAsync<BotConfigurationException>(async () => await expert.StartAsync(CancellationToken.None));
        Assert.Contains("missing.conf", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_that_double_and_double_again_fail_the_event()
    {
        string rules = $"[{string.Join(',', Enumerable.Repeat("""{"rulename": "r", "if": {}, "then": {"comment": "{msg[comment]}{msg[comment]}"}}""", 40))}]";
        var expert = new ModifyExpert(new ModifyExpertOptions { ConfigurationPath = Write(rules) });
        Assert.Contains("1 MiB", Assert.Throws<InvalidDataException>(() => expert.Process(Events.Of("""{"comment": "abcdefgh"}"""))).Message, StringComparison.Ordinal);
        Assert.Equal(8 << 10, Run(rules[..(rules.IndexOf("},{", StringComparison.Ordinal) + 1)] + "]", $$"""{"comment": "{{new string('a', 4 << 10)}}"}""")["comment"].Utf8.Length);
    }

    [Fact]
    public void All_texts_of_one_event_are_bounded()
    {
        string rules = $"[{string.Join(',', Enumerable.Range(0, 40).Select(static i => $$"""{"rulename": "r", "if": {}, "then": {"extra.f{{i}}": "{msg[comment]}"} }"""))}]";
        var expert = new ModifyExpert(new ModifyExpertOptions { ConfigurationPath = Write(rules) });
        Assert.Contains("8 MiB", Assert.Throws<InvalidDataException>(() => expert.Process(Events.Of($$"""{"comment": "{{new string('a', 1 << 19)}}"}"""))).Message, StringComparison.Ordinal);
    }

    private Event Run(string rules, string json, Action<ModifyExpertOptions>? change = null)
    {
        var options = new ModifyExpertOptions { ConfigurationPath = Write(rules) };
        change?.Invoke(options);
        Event message = Events.Of(json);
        Assert.True(new ModifyExpert(options).Process(message).IsKeep);
        return message;
    }

    private string Write(string rules)
    {
        string path = _folder.Of("modify.conf");
        File.WriteAllText(path, rules);
        return path;
    }
}
