using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Templates;

namespace IntelMQ.Core.Tests.Templates;

public sealed class TemplateTests
{
    private const string Message = """
        {"feed.name": "Feed", "source.ip": "192.0.2.1", "source.port": 80, "feed.accuracy": 50.0, "source.tor_node": true, "comment": "it's <b>",
         "extra.list": ["b", "A", "b"], "extra.map": {"y": 1, "x": [null, true]}, "extra.big": 123456789012345678901234567890}
        """;

    [Theory]
    [InlineData("a {{ msg['feed.name'] }} b", "a Feed b")]
    [InlineData("{{ msg['source.port'] }}|{{ msg['feed.accuracy'] }}|{{ msg['source.tor_node'] }}|{{ msg['extra.big'] }}", "80|50.0|True|123456789012345678901234567890")]
    [InlineData("{{ msg['extra.list'] }} {{ none }} {{ 'a' ~ 1 }}", "['b', 'A', 'b'] None a1")]
    [InlineData("{{ msg['no.such'] }}|{{ nothing }}|{{ msg.get('no.such', 'x') }}|{{ msg.get('no.such') }}", "||x|None")]
    [InlineData("{{ nothing | default('x') | upper }} {{ '' | d('y', true) }} {{ '' | default('z') }}", "X y ")]
    [InlineData("{{ ' aB ' | trim | lower }}{{ 'abab' | replace('a', 'x') }}{{ 'abab' | replace('a', 'x', 1) }}", "abxbxbxbab")]
    [InlineData("{{ msg['extra.list'] | join(', ') }} {{ [1, 2] | length }} {{ 'äb' | length }}", "b, A, b 2 2")]
    [InlineData("{{ '5' | int + 1 }} {{ 'x' | int }} {{ 'x' | int(7) }} {{ 5.9 | int }} {{ '1.5' | float }}", "6 0 7 5 1.5")]
    [InlineData("{{ [1, 2] | first }}{{ [1, 2] | last }}{{ [] | first }}", "12")]
    [InlineData("{{ msg['extra.list'] | sort | join }} {{ msg['extra.list'] | unique | list }} {{ ['a', 'b'] | map('upper') | join }}", "Abb ['b', 'A'] AB")]
    [InlineData("{{ [{'a': 1}, {'a': 2}] | map(attribute='a') | join('-') }} {{ [3, 1] | sort(reverse=true) | join }}", "1-2 31")]
    [InlineData("{{ msg['extra.map'] | tojson }} {{ msg.comment | tojson }}", "{\"x\": [null, true], \"y\": 1} \"it\\u0027s \\u003cb\\u003e\"")]
    [InlineData("{{ msg.comment | e }}", "it&#39;s &lt;b&gt;")]
    [InlineData("{% if msg['source.port'] == 80 and 'feed.name' in msg %}y{% else %}n{% endif %}", "y")]
    [InlineData("{% if nothing is defined %}1{% elif none is none and 1 is not none %}2{% else %}3{% endif %}", "2")]
    [InlineData("{% if not 1 > 2 or nothing.x %}y{% endif %}{{ 'a' if 0 else 'b' }}{{ 1 not in [2] }}{{ 1 is in [1] }}", "ybTrueTrue")]
    [InlineData("{% for x in [1, 2, 3] if x != 2 %}{{ loop.index }}:{{ x }}{% if not loop.last %},{% endif %}{% else %}none{% endfor %}", "1:1,2:3")]
    [InlineData("{% for x in nothing %}{{ x }}{% else %}none{% endfor %}", "none")]
    [InlineData("{% for k, v in {'a': 1, 'b': 2}.items() %}{{ k }}={{ v }};{% endfor %}", "a=1;b=2;")]
    [InlineData("{% set x = 1 %}{% for y in [1] %}{% set x = 2 %}{% endfor %}{{ x }}{% set z %}a{{ x }}{% endset %}{{ z }}", "1a1")]
    [InlineData("a  {#- c -#}  b {%- if 1 -%} c {%- endif %} d\n", "abc d")]
    [InlineData("{{ 1 + 2 * 3 - -1 }} {{ 7 // 2 }} {{ -7 // 2 }} {{ -7 % 3 }} {{ 1 / 2 }} {{ 9223372036854775807 + 1 }}", "8 3 -4 2 0.5 9.223372036854776e+18")]
    [InlineData("{{ -1|abs }} {{ 'a,b'.split(',') }} {{ 'abc'.startswith('ab') }} {{ {'a': {'b': 1}} }} {{ 'x'[0] }}{{ [1, 2][-1] }}", "1 ['a', 'b'] True {'a': {'b': 1}} x2")]
    [InlineData("{ }} %} {{ '}}' }}", "{ }} %} }}")]
    [InlineData("{%- raw %}{{ x }}{% endraw %} {# comment #} end", "{{ x }}  end")]
    [InlineData("a {%- raw -%}  {% if %}  {%- endraw -%}  b", "a{% if %}b")]
    [InlineData("{% macro m(x, y='2') %}<{{ x }}{{ y }}>{% endmacro %}{{ m(1) }}{{ m(1, y=3) }}{{ m() }}", "<12><13><2>")]
    [InlineData("{% macro m() %}{{ z }}{% endmacro %}{% for z in [1] %}{{ m() }}{% endfor %}|", "|")]
    [InlineData("{{ 'abcdef'[:3] }} {{ 'abcdef'[4:] }} {{ 'abcdef'[-2:] }} {{ 'abcdef'[1:-1] }} {{ [1, 2, 3][1:] }} {{ 'ab'[5:] }}{{ '🦊🐝x'[:2] }}", "abc ef ef bcde [2, 3] 🦊🐝")]
    [InlineData("{{ 12.5 | round }} {{ 2.675 | round(2) }} {{ 0.125 | round(2) }} {{ 1.2 | round(method='ceil') | int }} {{ 1.25 | round(1, 'floor') }} {{ 55 | round | int }}", "12.0 2.67 0.12 2 1.2 55")]
    [InlineData("{{ [1, 2.5, -3] | sum }} {{ nothing | sum }} {{ [{'a': 1}, {'a': 2}] | sum('a') }} {{ [1] | sum(start=4) }}", "0.5 0 3 5")]
    [InlineData("{{ '%05.1f' | format(12.5) }}|{{ '%s=%-4d|%+d %x %%' | format('a', 7, 3, 255) }}|{{ '%r' | format('a') }}|{{ '%06d' | format(-7) }}", "012.5|a=7   |+3 ff %|'a'|-00007")]
    [InlineData("{{ 'one two three four' | truncate(10) }}|{{ 'onetwothreefour' | truncate(8, true, '~') }}|{{ 'short enough' | truncate(10) }}", "one...|onetwot~|short enough")]
    [InlineData("{{ {'b': 1, 'a': 2}.items() | sort }} {{ [[2, 'x'], [1, 'y']] | sort }}", "[['a', 2], ['b', 1]] [[1, 'y'], [2, 'x']]")]
    [InlineData("{% set o = from_json('{\\\"a\\\": [1, null]}') %}{{ o.a }}", "[1, None]")]
    [InlineData("{% for k in msg %}{{ k }} {% endfor %}", "feed.name source.ip source.port feed.accuracy source.tor_node comment extra.list extra.map extra.big ")]
    public void Templates_become_text(string template, string expected) => Assert.Equal(expected, Render(template));

    [Theory]
    [InlineData("a\nb {{ x", 2, 3)]
    [InlineData("{{ }}", 1, 4)]
    [InlineData("{{ 'a }}", 1, 4)]
    [InlineData("{{ a ? b }}", 1, 6)]
    [InlineData("{# a", 1, 1)]
    [InlineData("{% if a %}", 1, 11)]
    [InlineData("{% endif %}", 1, 4)]
    [InlineData("{% include 'a' %}", 1, 4)]
    [InlineData("{{ a | nosuch }}", 1, 8)]
    [InlineData("{{ a is nosuch }}", 1, 9)]
    [InlineData("{% for x of y %}{% endfor %}", 1, 10)]
    [InlineData("a\n  {{ nothing.a.b }}", 2, 3)]
    [InlineData("{{ 1 / 0 }}", 1, 1)]
    [InlineData("{{ 1 < 'a' }}", 1, 1)]
    [InlineData("{{ msg.upper() }}", 1, 1)]
    [InlineData("{% for a, b in [1] %}{% endfor %}", 1, 1)]
    [InlineData("{% raw %}", 1, 1)]
    [InlineData("{% macro m(x %}{% endmacro %}", 1, 14)]
    [InlineData("{% macro m(x) %}{% endmacro %}{{ m(1, 2) }}", 1, 31)]
    [InlineData("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", 1, 16)]
    [InlineData("{{ 'a'() }}", 1, 1)]
    [InlineData("{{ from_json }}", 1, 1)]
    [InlineData("{{ from_json('{') }}", 1, 1)]
    [InlineData("{{ '%d' | format('x') }}", 1, 1)]
    [InlineData("{{ '%s' | format() }}", 1, 1)]
    [InlineData("{{ '%99999d' | format(1) }}", 1, 1)]
    [InlineData("{{ [1, 'a'] | sort }}", 1, 1)]
    [InlineData("{{ 1[2:] }}", 1, 1)]
    public void What_is_wrong_is_said_with_its_place(string template, int line, int column)
    {
        var exception = Assert.Throws<TemplateException>(() => Render(template));
        Assert.Equal((line, column), (exception.Line, exception.Column));
    }

    [Fact]
    public void An_event_is_written_as_json()
        => Assert.Equal(
            """{"source.ip": "192.0.2.1", "comment": "\u00fc", "extra.a": {"z": [1, 2.0]}, "feed.accuracy": 50.0, "__type": "Event"}""",
            Template.Parse("{{ event }}").Render(new KeyValuePair<string, object?>("event", new TemplateEvent(Of("""{"source.ip": "192.0.2.1", "comment": "ü", "extra.a": {"z": [1, 2.0]}, "feed.accuracy": 50.0}""")))));

    [Fact]
    public void Output_loops_and_depth_are_bounded()
    {
        string numbers = "[" + string.Join(',', Enumerable.Range(0, 400)) + "]";
        Assert.Throws<TemplateException>(() => Render($"{{% set n = {numbers} %}}{{% for a in n %}}{{% for b in n %}}{{% endfor %}}{{% endfor %}}"));
        Assert.Throws<TemplateException>(() => Render("{% set a = 'xxxxxxxxxx' %}" + string.Concat(Enumerable.Repeat("{% set a = a ~ a %}", 30))));
        Assert.Throws<TemplateException>(() => Render("{% set a = [1] %}" + string.Concat(Enumerable.Repeat("{% set a = [a, a] %}", 60)) + "{{ a }}"));
        Assert.Throws<TemplateException>(() => Render("{{ " + new string('(', 10_000) + "1" + new string(')', 10_000) + " }}"));
        Assert.Throws<TemplateException>(() => Render("{{ 1" + string.Concat(Enumerable.Repeat("+1", 100_000)) + " }}"));
        Assert.Throws<TemplateException>(() => Render(string.Concat(Enumerable.Repeat("{% if 1 %}", 10_000))));
    }

    [Fact]
    public void No_template_throws_anything_but_its_own_error()
    {
        Gen<string> piece = Gen.Elements(
            "{{ ", " }}", "{% ", " %}", "{%- ", " -%}", "{# ", " #}", "if ", "elif ", "else", "endif", "for x in ", "endfor", "set x = ", "endset", "msg", "['extra.list']",
            "['extra.map']", ".x", ".items()", ".get('a')", "x", "nothing", "1", "0", "2.5", "'a'", "\"", "none", "true", "[", "]", "{", "}", "(", ")", ",", ":", "|", "upper", "sort",
            "first", "join", "int", "tojson", "map('int')", "map(attribute='x')", "unique", "replace('a', '')", "is ", "not ", "in ", "defined", "even", "==", "<", "+", "-", "*", "/", "//",
            "%", "~", "and ", "or ", "\n", "text ", "loop.index", "|abs", "|round(1)", "|truncate(3)", "|sum", "'%s'|format(", "[1:", "[:-1]", "{% macro m(x) %}", "{% endmacro %}", "m(", "{% raw %}", "{% endraw %}", "|length", "|list", "|reverse", "|capitalize", "{% if ", "{% for x in msg %}", "{% endfor %}", "{{ x | ");
        Prop.ForAll(piece.ArrayOf().Select(static pieces => string.Concat(pieces)).ToArbitrary(), static template =>
        {
            try
            {
                Render(template);
            }
            catch (TemplateException)
            {
                // Expected of most.
            }
        }).Check(Fuzz.Cases(1000));
    }

    private static string Render(string template)
        => Template.Parse(template).Render(
            new KeyValuePair<string, object?>("msg", new TemplateEvent(Of(Message))), new KeyValuePair<string, object?>("from_json", TemplateJson.FromJson));

    private static Event Of(string json)
        => Event.TryParse(Encoding.UTF8.GetBytes(json), Schema.Default, out Event? message, out MessageError? error)
            ? message
            : throw new ArgumentException(error.ToString(), nameof(json));
}
