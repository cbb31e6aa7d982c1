using IntelMQ.Bots.Experts;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Tests.Experts;

/// <summary>The experts that change the text of a field.</summary>
public sealed class TextExpertsTests
{
    [Theory]
    [InlineData(true, "www.", "\"www.www.example.com\"", "{'source.fqdn': 'www.example.com'}")]
    [InlineData(true, "www.", "\"example.com\"", "{'source.fqdn': 'example.com'}")]
    [InlineData(false, ".example.com", "\"a.example.com\"", "{'source.fqdn': 'a'}")]
    [InlineData(false, "example.com", "\"example.com\"", "{}")]
    public void An_affix_is_removed_once(bool prefix, string affix, string value, string expected)
        => Changes(new RemoveAffixExpert(new RemoveAffixExpertOptions { RemovePrefix = prefix, Affix = affix }), "source.fqdn", value, expected);

    [Fact]
    public void What_is_left_of_a_field_must_be_valid()
    {
        var bot = new RemoveAffixExpert(new RemoveAffixExpertOptions { Field = "source.ip", Affix = "192." });

        Assert.Throws<InvalidFieldException>(() => bot.Process(Events.With("source.ip", "\"192.0.2.1\"")));
        Assert.True(bot.Process(Events.With("source.port", "80")).IsKeep);
    }

    [Theory]
    [InlineData(".", 11, "\"a.b.example.com\"", "{'comment': 'example.com'}")]
    [InlineData(".", 10, "\"a.b.example.com\"", "{'comment': 'com'}")]
    [InlineData(".", 2, "\"a.b.example.com\"", "{'comment': 'com'}")]
    [InlineData("..", 3, "\"a.b..c\"", "{'comment': 'c'}")]
    [InlineData(".", 4, "\"\u00e4\u00e4.\u00f6\"", "{'comment': '\u00e4\u00e4.\u00f6'}")]
    [InlineData(".", 2, "\"abc.\"", "{}")]
    public void Parts_go_while_the_text_is_too_long(string delimiter, int maxLength, string value, string expected)
        => Changes(new TruncateByDelimiterExpert(new TruncateByDelimiterExpertOptions { Delimiter = delimiter, MaxLength = maxLength, Field = "comment" }), "comment", value, expected);

    [Theory]
    [InlineData(" ", "\"  a b \"", "'a b'")]
    [InlineData("\u00e4x", "\"x\u00e4bx\u00e4\"", "'b'")]
    [InlineData("", "\" a\"", "' a'")]
    [InlineData(" ", "5", "5")]
    public void Characters_are_stripped(string characters, string value, string expected)
        => Changes(new FormatFieldExpert(new FormatFieldExpertOptions { StripColumns = ["extra.a"], StripChars = characters }), "extra.a", value, $"{{'extra.a': {expected}}}");

    [Theory]
    [InlineData("a", "x", 1, "'xbca'")]
    [InlineData("a", "x", -1, "'xbcx'")]
    [InlineData("a", "", 5, "'bc'")]
    [InlineData("a", "x", 0, "'abca'")]
    [InlineData("", "x", 2, "'xaxbca'")]
    [InlineData("", "x", -1, "'xaxbxcxax'")]
    [InlineData("z", "x", -1, "'abca'")]
    public void A_text_is_replaced(string old, string replacement, int count, string expected)
        => Changes(
            new FormatFieldExpert(new FormatFieldExpertOptions { ReplaceColumn = "extra.a", OldValue = old, NewValue = replacement, ReplaceCount = count }),
            "extra.a", "\"abca\"", $"{{'extra.a': {expected}}}");

    [Theory]
    [InlineData("extra.a", "\"a,b,,\u00fc\"", "{'extra.a': ['a', 'b', '', '\u00fc']}")]
    [InlineData("extra.a", "[1]", "{'extra.a': [1]}")]
    [InlineData("comment", "\"5\"", "{'comment': '['5']'}")]
    public void A_text_is_split(string field, string value, string expected)
        => Changes(new FormatFieldExpert(new FormatFieldExpertOptions { SplitColumn = field }), field, value, expected);

    [Theory]
    [InlineData("comment,source.port,extra.a", ",", "{\"comment\": \"a,\\\"b\", \"source.port\": 80, \"extra.a\": true}", "\"a,\"\"b\",80,True")]
    [InlineData("comment,source.port", ";", "{\"comment\": \"a,b\"}", "a,b;")]
    [InlineData("comment", ",", "{\"source.port\": 80}", "\"\"")]
    [InlineData("extra.a,extra.b", "|", "{\"extra.a\": [1, \"x\"], \"extra.b\": 0.5}", "[1, 'x']|0.5")]
    [InlineData("extra", "|", "{\"extra.a.b\": 1}", "{\"\"a\"\": {\"\"b\"\": 1}}")]
    public void A_row_is_written(string fields, string delimiter, string json, string row)
    {
        var message = Events.Of(json);
        new CsvConverterExpert(new CsvConverterExpertOptions { FieldNames = FieldList.Parse(fields), Delimiter = delimiter }).Process(message);

        Assert.Equal(fields == "extra" ? $"\"{row}\"" : row, System.Text.Json.JsonSerializer.Deserialize<string>(message["output"].Utf8));
    }

    [Fact]
    public void A_row_of_unknown_fields_fails()
    {
        var bot = new CsvConverterExpert(new CsvConverterExpertOptions { FieldNames = ["no.such"] });

        Assert.Throws<InvalidFieldException>(() => bot.Process(Events.With("comment", "\"a\"")));
    }

    [Fact]
    public void Parameters_that_cannot_work_are_refused()
    {
        Assert.Throws<BotConfigurationException>(() => new TruncateByDelimiterExpert(new TruncateByDelimiterExpertOptions { Delimiter = "" }));
        Assert.Throws<BotConfigurationException>(() => new FormatFieldExpert(new FormatFieldExpertOptions { SplitColumn = "extra.a", SplitSeparator = "" }));
        Assert.Throws<BotConfigurationException>(() => new CsvConverterExpert(new CsvConverterExpertOptions { Delimiter = "ab" }));
    }

    private static void Changes(Expert bot, string field, string value, string expected)
    {
        var message = Events.With(field, value);

        Assert.True(bot.Process(message).IsKeep);
        Assert.Equal(expected, Events.Flat(message));
    }
}
