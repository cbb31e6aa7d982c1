using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Bots.Sieve.Syntax;

namespace IntelMQ.Bots.Tests.Sieve;

/// <summary>Makes rule files at random, with odd blanks and comments everywhere.</summary>
internal static class SievePrograms
{
    private static readonly Gen<string> Blank = Gen.Elements(" ", " ", " ", "  ", "\n", "\n\n\n", "\t", " # c1\n", "\n// c2\n ", " # c3\n\n# c4\n");

    private static readonly Gen<string> TextKey = Gen.Elements("comment", "feed.name", "extra.a", "no.such", "else", "add");

    private static readonly Gen<string> Text = Gen.Elements("'a'", "\"b\"", "'it\\'s # no comment'", "'a\nb'", "\"'\"", "'//'");

    private static readonly Gen<string> Number = Gen.Elements("5", "-1", "+2.5", "80.", "1e3");

    private static readonly Gen<string> Match = Gen.OneOf(
        Join(TextKey, Gen.Elements("==", "!=", ":contains", "=~", "!~"), Text),
        Join(TextKey, Gen.Elements(":in"), List(Text)),
        Join(Gen.Elements("extra.a", "source.port"), Gen.Elements("==", "!=", "<", "<=", ">", ">="), Number),
        Join(Gen.Elements("extra.a", "source.port"), Gen.Elements(":in"), List(Number)),
        Join(Gen.Elements("source.ip"), Gen.Elements("<<"), Gen.OneOf(Gen.Elements("'192.0.2.0/24'", "'2001:db8::/32'"), List(Gen.Elements("'10.0.0.0/8'", "'192.0.2.1'")))),
        Join(Gen.Elements("time.source"), Gen.Elements(":before", ":after"), Gen.Elements("'2 days'", "'2023-01-01'")),
        Join(Gen.Elements("extra.l"), Gen.Elements(":equals", ":setequals", ":overlaps", ":subsetof", ":supersetof"), List(Gen.OneOf(Text, Number, Gen.Elements("true", "False")))),
        Join(Gen.Elements("extra.f"), Gen.Elements("==", "!="), Gen.Elements("true", "false")),
        Join(Gen.Elements(":exists", ":notexists"), TextKey));

    private static readonly Gen<string> Action = Gen.OneOf(
        Gen.Elements("drop", "keep"),
        Join(Gen.Elements("path"), Gen.OneOf(Gen.Elements("'p'"), List(Gen.Elements("'p'", "'q'")))),
        Join(Gen.Elements("add", "add!", "update"), Gen.Elements("comment", "extra.a"), Gen.Elements("="), Gen.OneOf(Text, Number)),
        Join(Gen.Elements("update"), Gen.Elements("time.source"), Gen.Elements("+=", "-="), Gen.Elements("'1 hour'")),
        Join(Gen.Elements("remove"), Gen.Elements("comment", "extra")),
        Join(Gen.Elements("append", "append!"), Gen.Elements("extra.l", "comment"), Text),
        Join(Gen.Elements("$x"), Gen.Elements("="), Gen.Elements("comment")));

    public static IReadOnlyList<string> Samples { get; } =
    [
        "{}",
        """{"comment": "a", "extra.a": 5, "source.port": 5, "source.ip": "192.0.2.1", "extra.l": ["a", 5], "extra.f": true}""",
        """{"comment": "b", "feed.name": "a", "extra.a": "a", "source.ip": "2001:db8::1", "time.source": "2020-01-01T00:00:00+00:00", "extra.f": false}""",
    ];

    public static Gen<string> Any { get; } = Join(Gen.Elements("", "# start\n"), Statements(3), Gen.Elements("", "# end"));

    /// <summary>A file's comments, in their order.</summary>
    public static IEnumerable<string> Comments(string text)
        => SieveLexer.Read(text, new SieveErrors()).Where(static token => token.Kind == SieveTokenKind.Comment).Select(token => text.Substring(token.Start, token.Length).TrimEnd());

    private static Gen<string> Statements(int depth)
        => from count in Gen.Choose(0, depth * 4)
           from statements in (depth == 0 ? Action : Gen.OneOf(Action, If(depth - 1))).ArrayOf(count)
           from blanks in Blank.ArrayOf(count + 1)
           select blanks[0] + string.Concat(statements.Select((statement, i) => statement + blanks[i + 1]));

    private static Gen<string> If(int depth)
        => from first in Join(Gen.Elements("if"), Expression(depth), Block(depth))
           from others in Join(Gen.Elements("elif"), Expression(depth), Block(depth)).ArrayOf(2)
           from count in Gen.Choose(0, 2)
           from last in Gen.OneOf(Gen.Elements(""), Join(Gen.Elements("else"), Block(depth)))
           select first + " " + string.Join(' ', others.Take(count)) + " " + last;

    private static Gen<string> Block(int depth) => Statements(depth).Select(static statements => "{" + statements + "}");

    private static Gen<string> Expression(int depth)
        => depth == 0 ? Match : Gen.OneOf(
            Match,
            Join(Gen.Elements("!"), Match),
            Join(Expression(depth - 1), Gen.Elements("&&", "||"), Expression(depth - 1)),
            Join(Gen.Elements("(", "! ("), Expression(depth - 1), Gen.Elements(")")));

    private static Gen<string> List(Gen<string> item)
        => from first in item
           from others in item.ArrayOf(2)
           from count in Gen.Choose(0, 2)
           select "[" + string.Join(" , ", [first, .. others.Take(count)]) + "]";

    private static Gen<string> Join(params Gen<string>[] parts)
        => from texts in Gen.CollectToArray(parts)
           from blanks in Blank.ArrayOf(parts.Length)
           select string.Concat(texts.Select((text, i) => i == 0 ? text : blanks[i] + text));
}
