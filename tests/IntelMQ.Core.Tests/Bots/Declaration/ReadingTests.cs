using System.Globalization;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Bots;

namespace IntelMQ.Core.Tests.Bots.Declaration;

public sealed class ReadingTests
{
    [Theory]
    // JSON with types.
    [InlineData(ParameterSource.Configuration, "flag", "false", "false")]
    [InlineData(ParameterSource.Configuration, "count", "7", "7")]
    [InlineData(ParameterSource.Configuration, "limit", "null", "null")]
    [InlineData(ParameterSource.Configuration, "count", "null", "3")]
    [InlineData(ParameterSource.Configuration, "ratio", "1", "1")]
    [InlineData(ParameterSource.Configuration, "time", "1.5", "1.5")]
    [InlineData(ParameterSource.Configuration, "time", "\"00:01:00\"", "60")]
    [InlineData(ParameterSource.Configuration, "interval", "90", "90")]
    [InlineData(ParameterSource.Configuration, "detail", "\"not_so_short\"", "\"not_so_short\"")]
    [InlineData(ParameterSource.Configuration, "detail", "\"EVERY-WORD\"", "\"every-word\"")]
    [InlineData(ParameterSource.Configuration, "field", "\"source.fqdn\"", "\"source.fqdn\"")]
    [InlineData(ParameterSource.Configuration, "keys", "\"raw, extra.note\"", """["raw","extra.note"]""")]
    [InlineData(ParameterSource.Configuration, "texts", """["b","c"]""", """["b","c"]""")]
    [InlineData(ParameterSource.Configuration, "numbers", "200", "[200]")]
    [InlineData(ParameterSource.Configuration, "numbers", "\"200, 404\"", "[200,404]")]
    [InlineData(ParameterSource.Configuration, "map", "\"{\\\"a\\\": \\\"b\\\"}\"", """{"a":"b"}""")]
    [InlineData(ParameterSource.Configuration, "value", "{\"a\": [1]}", "{\"a\": [1]}")]
    [InlineData(ParameterSource.Configuration, "values", """{"a": 1, "b": "1"}""", """{"a":1,"b":"1"}""")]
    [InlineData(ParameterSource.Configuration, "flags", "[true, false]", "[true,false]")]
    // IntelMQ's files, where text may stand for a number and the other way round.
    [InlineData(ParameterSource.IntelMQ, "flag", "\"False\"", "false")]
    [InlineData(ParameterSource.IntelMQ, "count", "\"7\"", "7")]
    [InlineData(ParameterSource.IntelMQ, "ratio", "\"0.25\"", "0.25")]
    [InlineData(ParameterSource.IntelMQ, "time", "\"86400\"", "86400")]
    [InlineData(ParameterSource.IntelMQ, "file", "5", "\"5\"")]
    [InlineData(ParameterSource.IntelMQ, "value", "\"5\"", "\"5\"")]
    [InlineData(ParameterSource.IntelMQ, "numbers", "[\"200\", 404]", "[200,404]")]
    // Texts of .NET configuration.
    [InlineData(ParameterSource.Text, "FLAG", "\"false\"", "false")]
    [InlineData(ParameterSource.Text, "Count", "\"7\"", "7")]
    [InlineData(ParameterSource.Text, "limit", "null", "null")]
    [InlineData(ParameterSource.Text, "time", "\"90\"", "90")]
    [InlineData(ParameterSource.Text, "file", "\"5\"", "\"5\"")]
    [InlineData(ParameterSource.Text, "file", "\"true\"", "\"true\"")]
    [InlineData(ParameterSource.Text, "value", "\"5\"", "5")]
    [InlineData(ParameterSource.Text, "value", "\"true\"", "true")]
    [InlineData(ParameterSource.Text, "value", "\"plain\"", "\"plain\"")]
    [InlineData(ParameterSource.Text, "value", "\"\"", "\"\"")]
    [InlineData(ParameterSource.Text, "texts", "\"a,b\"", """["a","b"]""")]
    [InlineData(ParameterSource.Text, "texts", "\"[\\\"a\\\", \\\"b\\\"]\"", """["a","b"]""")]
    [InlineData(ParameterSource.Text, "texts", "\"\"", "[]")]
    [InlineData(ParameterSource.Text, "numbers", """["200", "404"]""", "[200,404]")]
    [InlineData(ParameterSource.Text, "flags", """["true", "false"]""", "[true,false]")]
    [InlineData(ParameterSource.Text, "flags", "\"true, false\"", "[true,false]")]
    [InlineData(ParameterSource.Text, "values", "\"\"", "{}")]
    [InlineData(ParameterSource.Text, "values", """{"a": "1", "b": "x"}""", """{"a":1,"b":"x"}""")]
    [InlineData(ParameterSource.Text, "map", """{"a": "1"}""", """{"a":"1"}""")]
    [InlineData(ParameterSource.Text, "tree", """{"a": {"b": ["1", "x", null, "true"]}}""", """{"a":{"b":[1,"x",null,true]}}""")]
    [InlineData(ParameterSource.Text, "tree", "\"{\\\"a\\\": {\\\"b\\\": \\\"1\\\"}}\"", """{"a":{"b":1}}""")]
    public void A_value_is_read_from_each_form_that_stands_for_it(ParameterSource source, string name, string json, string value)
        => Assert.Equal(value, Written.Value(Read(source, $"{{\"{name}\": {json}}}"), name.ToLowerInvariant()));

    [Theory]
    [InlineData(ParameterSource.Configuration, "flag", "\"false\"", "flag cannot be \"false\": it must be true or false.")]
    [InlineData(ParameterSource.Configuration, "count", "\"7\"", "count cannot be \"7\": it must be a whole number.")]
    [InlineData(ParameterSource.Configuration, "count", "99999999999", "count cannot be 99999999999: it must be a whole number.")]
    [InlineData(ParameterSource.Configuration, "count", "1.5", "count cannot be 1.5: it must be a whole number.")]
    [InlineData(ParameterSource.Configuration, "ratio", "1e999", "ratio cannot be 1e999: it must be a number.")]
    [InlineData(ParameterSource.Text, "ratio", "\"NaN\"", "ratio cannot be \"NaN\": it must be a number.")]
    [InlineData(ParameterSource.Configuration, "time", "1e300", "time cannot be 1e300: it must be a number of seconds.")]
    [InlineData(ParameterSource.Configuration, "time", "\"1:2:3:4:5\"", "time cannot be \"1:2:3:4:5\": it must be a number of seconds.")]
    [InlineData(ParameterSource.Configuration, "detail", "1", "detail cannot be 1: it must be one of short, not_so_short, every-word.")]
    [InlineData(ParameterSource.Configuration, "file", "5", "file cannot be 5: it must be a text.")]
    [InlineData(ParameterSource.Configuration, "file", "\"\\ud800\"", "file cannot be \"\\ud800\": it must be a text.")]
    [InlineData(ParameterSource.Configuration, "texts", "[[]]", "texts cannot be [[]]: it must be a list of texts, or one text with commas.")]
    [InlineData(ParameterSource.Configuration, "map", "{\"a\": {}}", "map cannot be {\"a\": {}}: it must be a map from texts to texts, or a text that holds one as JSON.")]
    [InlineData(ParameterSource.Configuration, "values", "{\"\\ud800\": 1}", "values cannot be {\"\\ud800\": 1}: it must be a map from texts, each value any value.")]
    [InlineData(ParameterSource.Configuration, "flags", "\"true\"", "flags cannot be \"true\": it must be a list, each item true or false.")]
    [InlineData(ParameterSource.Configuration, "service_key", "{}", "service_key cannot be what is given: it must be a text.")]
    [InlineData(ParameterSource.Configuration, "cuont", "1", "there is no parameter 'cuont'; did you mean 'count'?")]
    [InlineData(ParameterSource.Text, "cuont", "\"1\"", "there is no parameter 'cuont'; did you mean 'count'?")]
    [InlineData(ParameterSource.Configuration, "Count", "1", "there is no parameter 'Count'; did you mean 'count'?")]
    public void A_value_of_another_form_is_refused_with_what_it_must_be(ParameterSource source, string name, string json, string complaint)
        => Assert.Equal([complaint], Assert.Throws<BotConfigurationException>(() => Read(source, $"{{\"{name}\": {json}}}")).Complaints);

    [Theory]
    [InlineData("count", "0", "count is 0, but must be at least 1.")]
    [InlineData("ratio", "1.5", "ratio is 1.5, but must be from 0 to 1.")]
    [InlineData("time", "0", "time is 0, but must be above 0 and at most 86400 seconds.")]
    [InlineData("time", "86401", "time is 86401, but must be above 0 and at most 86400 seconds.")]
    [InlineData("mode", "\"remove\"", "mode cannot be 'remove': it must be append or replace.")]
    [InlineData("mode", "\"\"", "mode cannot be '': it must be append or replace.")]
    [InlineData("texts", "\"a,d\"", "texts cannot be 'd': it must be one of a, b, c.")]
    [InlineData("file", "\"a\\u0000b\"", "file holds a NUL character, so it is no path.")]
    [InlineData("service_url", "null", "service_url is missing: give the address of the service.")]
    [InlineData("service_url", "\"\"", "service_url is missing: give the address of the service.")]
    [InlineData("service_url", "\"nowhere\"", "service_url is nowhere: give another.")]
    public void A_value_that_breaks_a_rule_is_refused_with_the_rule(string name, string json, string complaint)
        => Assert.Equal([complaint], Assert.Throws<BotConfigurationException>(() => Read(ParameterSource.Configuration, $"{{\"{name}\": {json}}}")).Complaints);

    [Fact]
    public void All_complaints_come_at_once_and_none_twice()
    {
        var refused = Assert.Throws<BotConfigurationException>(() => Read(ParameterSource.Configuration, """{"count": 0, "ratio": "x", "mode": "no", "nothing": 1, "service_url": ""}"""));

        Assert.Equal(5, refused.Complaints.Count);
        Assert.Equal(5, refused.Complaints.Distinct().Count());
        Assert.StartsWith("sample.declared:", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_made_in_code_are_held_to_the_same_rules_by_the_base_class()
    {
        var refused = Assert.Throws<BotConfigurationException>(() => new DeclaredExpert(new DeclaredOptions { Count = 0, Mode = "no" }));

        Assert.Equal("sample.declared", refused.Bot);
        Assert.Equal(["count is 0, but must be at least 1.", "mode cannot be 'no': it must be append or replace."], refused.Complaints);
    }

    [Fact]
    public void In_files_of_IntelMQ_an_unknown_parameter_is_a_warning_and_one_of_the_host_is_none()
    {
        var warnings = new List<string>();
        Read(ParameterSource.IntelMQ, """{"cuont": 1, "group": "x", "logging_level": "DEBUG"}""", warnings);

        Assert.Equal(["there is no parameter 'cuont'; did you mean 'count'?"], warnings);
    }

    [Fact]
    public void What_is_no_object_is_refused()
        => Assert.Equal(["the parameters are not an object."], Assert.Throws<BotConfigurationException>(() => Read(ParameterSource.Text, "\"x\"")).Complaints);

    [Fact]
    public void Any_JSON_is_read_or_refused_and_nothing_is_thrown()
        => Check.One(Fuzz.Quick, Prop.ForAll<(byte Form, NonNull<string> Text, double Number)>(given =>
        {
            string text = JsonSerializer.Serialize(given.Text.Get);
            string number = double.IsFinite(given.Number) ? given.Number.ToString("R", CultureInfo.InvariantCulture) : "1e999";
            string json = (given.Form % 6) switch
            {
                0 => text,
                1 => number,
                2 => $"[{text}, {number}]",
                3 => $"{{{text}: {number}, \"\\ud800\": {text}}}",
                4 => JsonSerializer.Serialize($"[{text}, {number}]"),
                _ => JsonSerializer.Serialize($"{{{text}: {number}}}"),
            };
            foreach (ParameterDescriptor parameter in DeclaredExpert.Descriptor.Parameters)
            {
                foreach (ParameterSource source in Enum.GetValues<ParameterSource>())
                    CheckReading(source, parameter.Name, json);
            }
        }));

    private static void CheckReading(ParameterSource source, string name, string json)
    {
        try
        {
            DeclaredOptions options = Read(source, $"{{\"{name}\": {json}}}");
            Assert.Equal(Written.All(options), Written.All(Read(ParameterSource.Configuration, Written.All(options))));
        }
        catch (BotConfigurationException exception)
        {
            Assert.All(exception.Complaints, complaint => Assert.StartsWith(name, complaint, StringComparison.Ordinal));
        }
    }

    private static DeclaredOptions Read(ParameterSource source, string json, List<string>? warnings = null)
    {
        using var document = JsonDocument.Parse(json);
        return (DeclaredOptions)DeclaredExpert.Descriptor.ReadOptions(document.RootElement, source, warnings ?? []);
    }
}
