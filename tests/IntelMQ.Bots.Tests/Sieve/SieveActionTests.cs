using IntelMQ.Bots.Sieve;
using IntelMQ.Bots.Tests.Support;

namespace IntelMQ.Bots.Tests.Sieve;

public sealed class SieveActionTests
{
    [Theory]
    [InlineData("", "{'comment': 'a'}")]
    [InlineData("# nothing\n// at all", "{'comment': 'a'}")]
    [InlineData("add comment = 'b'", "{'comment': 'a'}")]
    [InlineData("add! comment = 'b'", "{'comment': 'b'}")]
    [InlineData("update comment = ' b '", "{'comment': 'b'}")]
    [InlineData("update comment = '-'", "{}")]
    [InlineData("add extra.a = ''", "{'comment': 'a'}")]
    [InlineData("update extra.a = 1", "{'comment': 'a'}")]
    [InlineData("add extra.a = +01", "{'comment': 'a', 'extra.a': 1}")]
    [InlineData("add extra.a = 80.", "{'comment': 'a', 'extra.a': 80.0}")]
    [InlineData("add extra.a = 1e3", "{'comment': 'a', 'extra.a': 1000.0}")]
    [InlineData("add extra.a = True", "{'comment': 'a', 'extra.a': true}")]
    [InlineData("add source.asn = 'AS64496'", "{'comment': 'a', 'source.asn': 64496}")]
    [InlineData("remove comment", "{}")]
    [InlineData("remove no.such.field", "{'comment': 'a'}")]
    [InlineData("append extra.a 'x'", "{'comment': 'a', 'extra.a': ['x']}")]
    [InlineData("append comment 'x'", "{'comment': 'a'}")]
    [InlineData("append! comment 'x'", "{'comment': '['a', 'x']'}")]
    [InlineData("add extra.a = 'y' append! extra.a 5", "{'comment': 'a', 'extra.a': ['y', 5]}")]
    [InlineData("append extra.a 'x' append extra.a 'y'", "{'comment': 'a', 'extra.a': ['x', 'y']}")]
    [InlineData("$x = comment add extra.a = $x append extra.b $x update comment = 'c'", "{'comment': 'c', 'extra.a': 'a', 'extra.b': ['a']}")]
    [InlineData("$x = comment update comment = 'b' $x = comment update comment = 'c' add extra.a = $x", "{'comment': 'c', 'extra.a': 'b'}")]
    [InlineData("drop add! comment = 'b'", "{'comment': 'a'}")]
    [InlineData("if :exists comment { keep } add! comment = 'b'", "{'comment': 'a'}")]
    [InlineData("if :notexists comment { } elif comment == 'a' { add! comment = 'b' } else { add! comment = 'c' }", "{'comment': 'b'}")]
    [InlineData("if comment == 'b' { } elif comment == 'c' { } else { add! comment = 'd' }", "{'comment': 'd'}")]
    public void Actions_change_the_event(string rules, string expected) => Assert.Equal(expected, Rules.Apply(rules, "{'comment': 'a'}"));

    [Fact]
    public void Removing_extra_removes_all_below_it()
        => Assert.Equal("{'comment': 'a'}", Rules.Apply("remove extra", "{'comment': 'a', 'extra.a': 1, 'extra.b.c': 2}"));

    [Theory]
    [InlineData("add! time.source += '1 hour'", "{'time.source': '2026-01-01T01:00:00+00:00'}")]
    [InlineData("update time.source -= '1 day'", "{'time.source': '2025-12-31T00:00:00+00:00'}")]
    [InlineData("add time.source += '1 hour'", "{'time.source': '2026-01-01T00:00:00+00:00'}")]
    [InlineData("update time.observation += '1 hour'", "{'time.source': '2026-01-01T00:00:00+00:00'}")]
    public void Times_are_moved(string rules, string expected) => Assert.Equal(expected, Rules.Apply(rules, "{'time.source': '2026-01-01T00:00:00+00:00'}"));

    [Theory]
    [InlineData("add! source.ip = 'x'", "line 1, column 1: source.ip is not an IP address")]
    [InlineData("if :exists comment {\n  add sorce.ip = 'x'\n}", "line 2, column 3: sorce.ip is not a field")]
    [InlineData("add time.source += '1 hour'", "the field time.source is not set")]
    [InlineData("add! comment += '1 hour'", "the value of comment is no date and time")]
    [InlineData("$x = comment add! time.observation += $x", "the value is no span of time")]
    [InlineData("add! time.observation += '9000 years'", "the time would leave the calendar")]
    [InlineData("$x = extra.n remove $x", "holds no text")]
    public void What_cannot_be_done_says_where(string rules, string expected)
    {
        const string json = """{"comment": "a", "extra.n": 5, "time.observation": "2026-01-01T00:00:00+00:00"}""";
        var exception = Assert.Throws<SieveRuntimeException>(() => Rules.Parse(rules).Run(Events.Of(json)));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "keep")]
    [InlineData("keep", "keep")]
    [InlineData("drop", "drop")]
    [InlineData("path 'a'", "to a")]
    [InlineData("path 'a' path ['b', '_default'] keep path 'c'", "to b, _default")]
    [InlineData("path 'a' if :notexists comment { drop }", "drop")]
    public void The_verdict_is_where_the_event_goes(string rules, string expected) => Assert.Equal(expected, Rules.Parse(rules).Run(Events.Of("{}")).ToString());

    [Fact]
    public void Paths_are_those_that_the_rules_name()
        => Assert.Equal(["a", "b"], Rules.Parse("path 'a' if :exists raw { path ['b', 'a', '_default'] }").Paths);

    [Fact]
    public void Hits_are_counted_for_each_branch()
    {
        SieveProgram program = Rules.Parse("if comment == 'a' { } elif comment == 'b' { if :exists raw { drop } } else { }\nif :notexists raw { }");
        foreach (string comment in (string[])["\"a\"", "\"a\"", "\"b\"", "\"c\""])
            program.Run(Events.With("comment", comment));

        Assert.Equal([2, 1, 0, 1, 4], program.Rules.Select(static rule => rule.Hits));
        Assert.Equal("line 1: elif comment == 'b'", program.Rules[1].ToString());
    }

    [Fact]
    public void An_explanation_tells_what_matched_and_what_was_done()
    {
        SieveProgram program = Rules.Parse("if comment == 'a' {\n  add comment = 'x'\n  if :notexists extra.a {\n    add extra.a = 5\n    path 'p'\n  }\n}\nif comment == 'b' { drop }\nremove comment");
        var message = Events.With("comment", "\"a\"");

        SieveExplanation explanation = program.Explain(message);

        Assert.Equal(
            """
            line 1: if comment == 'a': matched
              line 2: add comment = 'x': nothing changed: the field is set already
              line 3: if :notexists extra.a: matched
                line 4: add extra.a = 5: extra.a was set
                line 5: path 'p': the way out is p
            line 9: remove comment: the field was removed
            the event: to p
            """.ReplaceLineEndings("\n"),
            explanation.ToString());
        Assert.Equal("{'extra.a': 5}", Events.Flat(explanation.Result));
        Assert.Equal("{'comment': 'a'}", Events.Flat(message));
        Assert.All(program.Rules, static rule => Assert.Equal(0, rule.Hits));
    }

    [Fact]
    public void An_explanation_tells_what_failed()
    {
        SieveExplanation explanation = Rules.Parse("add comment = 'x'\nadd! source.ip = 'x'").Explain(Events.Of("{}"));

        Assert.Equal(2, explanation.Error!.Line);
        Assert.Single(explanation.Steps);
        Assert.Equal("{}", Events.Flat(explanation.Result));
    }
}
