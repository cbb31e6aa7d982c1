using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Bots;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Core.Tests.Bots;

public sealed class ParsersNeverThrowTests
{
    private const string Json = """[{"a": "192.0.2.1", "b": {"c": [1, 2.5, true, null, "x\u00fc\n"]}}, {"b.c": {}, "a": "\ud83d\ude00"}, 7, [1]]""";
    private const string Lines = "# comment\na=192.0.2.1 b.c=\"x\"\r\n{\"a\":1}\n192.0.2.1\tb\u2028b\u0085\n";

    public static TheoryData<string> Kinds => ["lines", "json", "jsonlines", "pairs"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Random_and_mutated_bytes_give_events_and_failures_with_raw(string kind)
    {
        Parser parser = Create(kind);
        Gen<byte[]> random = Gen.ArrayOf(Gen.Choose(0, 255).Select(static value => (byte)value));
        Gen<byte[]> mutated =
            from text in Gen.Elements(Encoding.UTF8.GetBytes(Json), Encoding.UTF8.GetBytes(Lines))
            from places in Gen.ArrayOf(Gen.Choose(0, text.Length - 1))
            from values in Gen.ArrayOf(Gen.Elements((byte)'{', (byte)'[', (byte)'"', (byte)'\\', (byte)'\n', (byte)',', (byte)0xE2, (byte)0, (byte)'1', (byte)']', (byte)'}'))
            select Mutate(text, places, values);
        Prop.ForAll(Gen.OneOf(random, mutated).ToArbitrary(), raw =>
        {
            ParseResult result = parser.Parse(new Report(raw, Schema.Default));
            foreach (Event message in result.Events)
                message.ToJson();
            return result.Failures.All(failure => failure.Exception is null && (failure.Message.Raw.Length > 0 || raw.Length == 0) && FailsAgain(parser, (Report)failure.Message));
        }).Check(Fuzz.Cases(1000).WithEndSize(40));
    }

    private static bool FailsAgain(Parser parser, Report report)
    {
        ParseResult again = parser.Parse(report);
        return again.Events.Count == 0 && again.Failures.Count == 1;
    }

    private static byte[] Mutate(byte[] text, int[] places, byte[] values)
    {
        byte[] copy = [.. text];
        for (int i = 0; i < Math.Min(places.Length, values.Length); i++)
            copy[places[i]] = values[i];
        return copy;
    }

    private static FieldMap Map { get; } = [Rules.Column("a", Fields.Source.Ip), Rules.Extra("b.c", "c"), Rules.Extra("b")];

    private static Parser Create(string kind) => kind switch
    {
        "lines" => new LineKind(),
        "json" => new JsonKind(),
        "jsonlines" => new JsonLineKind(),
        _ => new PairKind(),
    };

    private sealed class LineKind() : LineParser(new PlainParserOptions())
    {
        public override FieldMap Map { get; } = [Column(0, Fields.Source.Ip), Extra(1, "b")];

        protected override LineFormat Format { get; } = new() { Separator = "\t", CommentPrefixes = ["#"], KeepsCommentsInRaw = true, MaximumCells = 3 };
    }

    private sealed class JsonKind() : JsonParser(new PlainParserOptions())
    {
        public override FieldMap Map => ParsersNeverThrowTests.Map;
    }

    private sealed class JsonLineKind() : JsonLinesParser(new PlainParserOptions())
    {
        public override FieldMap Map => ParsersNeverThrowTests.Map;
    }

    private sealed class PairKind() : KeyValueParser(new PlainParserOptions())
    {
        public override FieldMap Map => ParsersNeverThrowTests.Map;
    }
}
