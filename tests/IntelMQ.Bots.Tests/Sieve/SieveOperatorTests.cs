using IntelMQ.Bots.Sieve;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Sieve;

public sealed class SieveOperatorTests
{
    [Theory]
    [InlineData("comment == 'a'", "{'comment': 'a'}", true)]
    [InlineData("comment == 'a'", "{'comment': 'A'}", false)]
    [InlineData("comment == \"it's\"", "{'comment': 'it\\u0027s'}", true)]
    [InlineData(@"comment == 'it\'s'", "{'comment': 'it\\u0027s'}", true)]
    [InlineData("comment == 'a'", "{}", false)]
    [InlineData("comment != 'a'", "{}", true)]
    [InlineData("comment != 'a'", "{'comment': 'a'}", false)]
    [InlineData("extra.a == '5'", "{'extra.a': 5}", false)]
    [InlineData("extra.a != '5'", "{'extra.a': 5}", true)]
    [InlineData("comment :contains 'b'", "{'comment': 'abc'}", true)]
    [InlineData("comment :contains 'b'", "{}", false)]
    [InlineData("extra.a :contains 'True'", "{'extra.a': true}", true)]
    [InlineData("extra.a :contains '\"b\": 1'", "{'extra.a': {'b': 1}}", true)]
    [InlineData("extra.a :contains \"['x'\"", "{'extra.a': ['x', 1]}", true)]
    [InlineData("extra :contains '\"a\"'", "{'extra.a': 1}", true)]
    [InlineData("comment =~ 'b.d'", "{'comment': 'abcde'}", true)]
    [InlineData("comment =~ '(?i)B'", "{'comment': 'abc'}", true)]
    [InlineData(@"comment =~ '^\d+\Z'", "{'comment': '123'}", true)]
    [InlineData("comment =~ '.*'", "{}", false)]
    [InlineData("comment !~ 'x'", "{'comment': 'abc'}", true)]
    [InlineData("comment !~ 'x'", "{}", true)]
    [InlineData("extra.a =~ '^5$'", "{'extra.a': 5}", true)]
    [InlineData("comment :in ['a', 'b']", "{'comment': 'b'}", true)]
    [InlineData("comment :in ['a', 'b', 'c', 'd', 'e', 'f', 'a']", "{'comment': 'f'}", true)]
    [InlineData("comment :in ['a', 'b', 'c', 'd', 'e', 'f', 'a']", "{'comment': 'g'}", false)]
    [InlineData("extra.a :in ['5']", "{'extra.a': 5}", false)]
    [InlineData("comment :containsany ['x', 'b']", "{'comment': 'abc'}", true)]
    [InlineData("comment :regexin ['^x', 'c$']", "{'comment': 'abc'}", true)]
    [InlineData("comment :regexin ['^x', 'y$']", "{'comment': 'abc'}", false)]
    [InlineData("! comment :contains 'b'", "{'comment': 'abc'}", false)]
    [InlineData(":exists comment", "{'comment': 'a'}", true)]
    [InlineData(":notexists comment", "{'comment': 'a'}", false)]
    [InlineData(":exists extra", "{'extra.a': 1}", true)]
    [InlineData(":exists extra.a", "{'extra.a.b': 1}", false)]
    [InlineData(":notexists no.such.field", "{}", true)]
    public void Texts_and_presence(string condition, string json, bool expected) => Assert.Equal(expected, Rules.Matches(condition, json));

    [Theory]
    [InlineData("source.ip << '192.0.2.0/24'", "::ffff:192.0.2.1", true)]
    [InlineData("source.ip << '::ffff:0:0/96'", "::ffff:192.0.2.1", true)]
    [InlineData("source.ip << ['198.51.100.0/24', '192.0.2.0/24']", "::ffff:192.0.2.1", true)]
    [InlineData("source.ip << ['198.51.100.0/24', '::ffff:192.0.2.0/120']", "::ffff:192.0.2.1", true)]
    [InlineData("source.ip << '::ffff:0:0/96'", "192.0.2.1", false)]
    [InlineData("source.ip << '192.0.2.0/24'", "::ffff:198.51.100.1", false)]
    [InlineData("source.ip << '192.0.2.0/24'", "::192.0.2.1", false)]
    public void A_mapped_address_lies_in_the_networks_of_both(string condition, string ip, bool expected)
    {
        Assert.Equal(expected, Rules.Matches(condition, $"{{'source.ip': '{ip}'}}"));
        // Among many rules, which are looked up.
        string others = string.Concat(Enumerable.Range(0, 40).Select(static i => $"if source.ip << ['10.{i}.0.0/16', '2001:db8:{i}::/48'] {{ add comment = 'x' }}\n"));
        Assert.Equal(expected, Rules.Parse($"{others}if {condition} {{ drop }}\n{others}").Run(Events.Of($"{{\"source.ip\": \"{ip}\"}}")).IsDrop);
    }

    [Theory]
    [InlineData("source.port == 80", 80, true)]
    [InlineData("source.port == 80.0", 80, true)]
    [InlineData("source.port == 80.", 80, true)]
    [InlineData("source.port == +0080", 80, true)]
    [InlineData("source.port == 8e1", 80, true)]
    [InlineData("source.port != 80", 80, false)]
    [InlineData("source.port >= 80", 80, true)]
    [InlineData("source.port <= 79.5", 80, false)]
    [InlineData("source.port < 81", 80, true)]
    [InlineData("source.port > -1", 80, true)]
    [InlineData("source.port :in [1, 80.0]", 80, true)]
    [InlineData("source.port :in [1, 2]", 80, false)]
    public void Numbers(string condition, int port, bool expected) => Assert.Equal(expected, Rules.Matches(condition, $"{{'source.port': {port}}}"));

    [Theory]
    [InlineData("extra.a > 5", "{'extra.a': 6}", true)]
    [InlineData("extra.a > 5", "{'extra.a': 5.5}", true)]
    [InlineData("extra.a > 5", "{'extra.a': '6'}", false)]
    [InlineData("extra.a != 5", "{'extra.a': '5'}", true)]
    [InlineData("extra.a != 5", "{}", false)]
    [InlineData("extra.a == 1", "{'extra.a': true}", true)]
    [InlineData("extra.a == 9007199254740993", "{'extra.a': 9007199254740992}", false)]
    [InlineData("extra.a :in [9007199254740993]", "{'extra.a': 9007199254740992}", false)]
    [InlineData("extra.a == true", "{'extra.a': true}", true)]
    [InlineData("extra.a == True", "{'extra.a': 1}", false)]
    [InlineData("extra.a != true", "{'extra.a': false}", true)]
    [InlineData("extra.a != true", "{'extra.a': 'x'}", false)]
    [InlineData("extra.a != true", "{}", false)]
    public void Numbers_and_booleans_below_extra(string condition, string json, bool expected) => Assert.Equal(expected, Rules.Matches(condition, json));

    [Theory]
    [InlineData("source.ip << '192.0.2.0/24'", "192.0.2.77", true)]
    [InlineData("source.ip << '192.0.2.5/24'", "192.0.2.77", true)]
    [InlineData("source.ip << '192.0.2.0/255.255.255.0'", "192.0.2.77", true)]
    [InlineData("source.ip << '192.0.2.77'", "192.0.2.77", true)]
    [InlineData("source.ip << ['198.51.100.0/24', '2001:db8::/32']", "2001:db8::1", true)]
    [InlineData("source.ip << ['198.51.100.0/24', '2001:db8::/32']", "192.0.2.1", false)]
    [InlineData("source.ip << '::/0'", "192.0.2.1", false)]
    [InlineData("comment << '192.0.2.0/24'", "no address", false)]
    public void Networks(string condition, string value, bool expected)
        => Assert.Equal(expected, Rules.Matches(condition, $"{{'{condition[..condition.IndexOf(' ', StringComparison.Ordinal)]}': '{value}'}}"));

    // The clock stands at noon of 1 January 2026.
    [Theory]
    [InlineData("time.source :before '2023-06-01'", "2023-05-31T23:59:59+00:00", true)]
    [InlineData("time.source :before '2023-06-01'", "2023-06-01T00:00:00+00:00", false)]
    [InlineData("time.source :after '20230601'", "2023-06-01T00:00:01+00:00", true)]
    [InlineData("time.source :after '2023-06-01 12:00:00'", "2023-06-01T12:00:01+00:00", true)]
    [InlineData("time.source :after '2023-06-01T12:00+02:00'", "2023-06-01T10:00:01+00:00", true)]
    [InlineData("time.source :after '2023-06-01T12:00:00.5Z'", "2023-06-01T12:00:00.400000+00:00", false)]
    [InlineData("time.source :before '2023'", "2022-12-31T00:00:00+00:00", true)]
    [InlineData("time.source :before '2023-W22'", "2023-05-28T00:00:00+00:00", true)]
    [InlineData("time.source :before '2023-W22'", "2023-05-29T00:00:00+00:00", false)]
    [InlineData("time.source :after '2023-152'", "2023-06-01T00:00:01+00:00", true)]
    [InlineData("time.source :before '1 week'", "2025-12-25T11:59:59+00:00", true)]
    [InlineData("time.source :before '1 week'", "2025-12-25T12:00:00+00:00", false)]
    [InlineData("time.source :after '1 hour'", "2026-01-01T11:30:00+00:00", true)]
    [InlineData("time.source :after '11:00'", "2026-01-01T11:30:00+00:00", true)]
    [InlineData("time.source :after '900000 weeks'", "2026-01-01T11:30:00+00:00", true)]
    [InlineData("extra.a :after '2000'", "2026-01-01 11:30", false)]
    public void Dates(string condition, string value, bool expected)
        => Assert.Equal(expected, Rules.Matches(condition, $"{{'{condition[..condition.IndexOf(' ', StringComparison.Ordinal)]}': '{value}'}}"));

    [Theory]
    [InlineData("extra.a :equals ['a', 1]", "['a', 1]", true)]
    [InlineData("extra.a :equals ['a', 1]", "['a', 1.0]", true)]
    [InlineData("extra.a :equals ['a', 1]", "['a', true]", true)]
    [InlineData("extra.a :equals ['a', 1]", "[1, 'a']", false)]
    [InlineData("extra.a :equals ['a']", "['a', []]", false)]
    [InlineData("extra.a :equals ['a']", "[['a']]", false)]
    [InlineData("extra.a :equals []", "[]", true)]
    [InlineData("extra.a :equals ['a']", "'a'", false)]
    [InlineData("extra.a :equals [2.5, 1e20, -0.5]", "[2.50, 100000000000000000000.0, -5e-1]", true)]
    [InlineData("extra.a :setequals ['a', 'b', 'a']", "['b', 'a']", true)]
    [InlineData("extra.a :setequals ['a', 'b']", "['b']", false)]
    [InlineData("extra.a :overlaps ['a', 'b']", "['x', '\\u0062']", true)]
    [InlineData("extra.a :overlaps ['a', 'b']", "[]", false)]
    [InlineData("extra.a :subsetof ['a', 'b']", "['b', 'b']", true)]
    [InlineData("extra.a :subsetof ['a', 'b']", "['b', null]", false)]
    [InlineData("extra.a :supersetof ['a', 'b']", "['b', 'a', 'c']", true)]
    [InlineData("extra.a :supersetof []", "['b']", true)]
    [InlineData("extra.b :supersetof []", "['b']", false)]
    [InlineData("extra.a :overlaps ['a']", "'a'", false)]
    [InlineData("extra.a :subsetof ['a']", "5", false)]
    public void Lists(string condition, string value, bool expected) => Assert.Equal(expected, Rules.Matches(condition, $"{{'extra.a': {value}}}"));

    [Theory]
    [InlineData("comment == 'a' || comment == 'b' && source.port == 1", "{'comment': 'a'}", true)]
    [InlineData("(comment == 'a' || comment == 'b') && source.port == 1", "{'comment': 'a'}", false)]
    [InlineData("! (comment == 'a' || comment == 'b')", "{'comment': 'a'}", false)]
    [InlineData("! comment == 'a' && source.port == 1", "{'source.port': 1}", true)]
    [InlineData("comment == 'a' || source.port == 1 || comment == 'b'", "{'comment': 'b'}", true)]
    [InlineData("source.ip << '192.0.2.0/24' || source.ip << '198.51.100.0/24'", "{'source.ip': '198.51.100.1'}", true)]
    public void Conditions_are_joined(string condition, string json, bool expected) => Assert.Equal(expected, Rules.Matches(condition, json));

    [Theory]
    [InlineData("comment == $x", true)]
    [InlineData("comment != $x", false)]
    [InlineData("comment :in ['b', $x]", true)]
    [InlineData("comment :contains $x", true)]
    [InlineData("comment =~ $x", true)]
    [InlineData("extra.list :overlaps [$x]", true)]
    [InlineData("source.port == $n", true)]
    [InlineData("source.port >= $n", true)]
    [InlineData("source.port :in [1, $n]", true)]
    [InlineData("time.source :before $t", false)]
    [InlineData("$k == 'a'", true)]
    [InlineData(":exists $k", true)]
    public void Variables_stand_for_what_they_hold(string condition, bool expected)
    {
        const string json = "{'comment': 'a', 'extra.list': ['a'], 'source.port': 5, 'extra.k': 'comment', 'time.source': '2023-01-01T00:00:00+00:00'}";
        string rules = $"$x = comment $n = source.port $t = time.source $k = extra.k if {condition} {{ drop }}";

        Assert.Equal(expected, Rules.Parse(rules).Run(Events.Of(json.Replace('\'', '"'))).IsDrop);
    }

    [Theory]
    [InlineData("$x = comment", "line 1, column 1: the field comment is not set")]
    [InlineData("if :exists comment { $x = comment }\nif extra.a == $x { drop }", "line 2, column 15: the variable $x has no value yet.")]
    [InlineData("$x = extra.a\nif extra.b :contains $x { drop }", "line 2, column 22: the variable $x holds no text")]
    [InlineData("$x = extra.b if extra.a < $x { drop }", "the variable $x holds no number")]
    [InlineData("$x = extra.r if extra.b =~ $x { drop }", "holds no regular expression")]
    [InlineData("if extra.a :containsany ['x'] { drop }", "line 1, column 4: the value of extra.a is no text")]
    [InlineData("if extra.a :regexin ['x'] { drop }", "line 1, column 4: the value of extra.a is no text")]
    [InlineData("if extra.l :overlaps ['x'] { drop }", "a member of extra.l is a list or an object")]
    [InlineData("if extra.b =~ '(x+x+)+y' { drop }", "took too long")]
    public void What_cannot_be_evaluated_says_where(string rules, string expected)
    {
        string json = $$"""{"extra.a": 5, "extra.b": "{{new string('x', 60)}}", "extra.r": "(", "extra.l": [[1]]}""";
        var exception = Assert.Throws<SieveRuntimeException>(() => Rules.Parse(rules).Run(Events.Of(json)));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Spans_move_with_the_clock()
    {
        var clock = new FakeClock();
        SieveProgram program = Rules.Parse("if time.source :before '1 hour' { drop }", clock);

        Assert.False(program.Run(Events.With("time.source", "\"2026-01-01T11:30:00+00:00\"")).IsDrop);
        clock.Advance(TimeSpan.FromHours(1));
        Assert.True(program.Run(Events.With("time.source", "\"2026-01-01T11:30:00+00:00\"")).IsDrop);
    }
}
