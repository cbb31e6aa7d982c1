using IntelMQ.Bots.Experts;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Experts;

public sealed class FilterExpertTests
{
    [Theory]
    [InlineData("drop", "\"a\"", "to action_other, filter_match")]
    [InlineData("drop", "\"b\"", "to filter_no_match, _default")]
    [InlineData("keep", "\"a\"", "to filter_match, _default")]
    [InlineData("keep", "\"b\"", "to action_other, filter_no_match")]
    public void Action_and_match_say_which_paths_are_taken(string action, string value, string expected)
    {
        var bot = new FilterExpert(new FilterExpertOptions { FilterKey = "comment", FilterValue = "a", FilterAction = action });

        Assert.Equal(expected, bot.Process(Events.With("comment", value)).ToString());
    }

    public static TheoryData<string, PlainValue, string, bool> Values => new()
    {
        { "source.port", 80, "80", true },
        { "source.port", "80", "80", false },
        { "extra.a", 1, "1.0", true },
        { "extra.a", true, "1", true },
        { "extra.a", true, "true", true },
        { "extra.a", false, "true", false },
        { "extra.a", "true", "true", false },
        { "extra.a", 9007199254740993, "9007199254740992", false },
        { "extra.b", "x", "\"x\"", false },
        { "no.such.field", "x", "\"x\"", false },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Values_are_compared_with_their_type(string key, PlainValue value, string json, bool matches)
    {
        var bot = new FilterExpert(new FilterExpertOptions { FilterKey = key, FilterValue = value, FilterAction = "keep" });
        string field = key == "source.port" ? key : "extra.a";

        Assert.Equal(matches, bot.Process(Events.With(field, json)).Paths.Contains("filter_match"));
    }

    [Theory]
    [InlineData("source.asn", "^644", "64496", true)]
    [InlineData("extra.a", "^True$", "true", true)]
    [InlineData("extra.a", "'x'", "[1, \"x\"]", true)]
    [InlineData("comment", "F", "\"of\"", false)]
    [InlineData("comment", "f", "\"of\"", true)]
    public void An_expression_is_searched_in_the_text(string key, string pattern, string json, bool matches)
    {
        var bot = new FilterExpert(new FilterExpertOptions { FilterKey = key, FilterValue = pattern, FilterAction = "keep", FilterRegex = "search" });

        Assert.Equal(matches, bot.Process(Events.With(key, json)).Paths.Contains("filter_match"));
    }

    [Fact]
    public void The_key_extra_is_the_text_of_all_below_it()
    {
        var bot = new FilterExpert(new FilterExpertOptions { FilterKey = "extra", FilterValue = "\"b\": 1", FilterAction = "keep", FilterRegex = true });

        Assert.Contains("filter_match", bot.Process(Events.With("extra.a.b", "1")).Paths);
        Assert.DoesNotContain("filter_match", bot.Process(Events.With("comment", "\"b\"")).Paths);
    }

    [Theory]
    [InlineData("2025-12-31T12:00:00", null, "2025-12-31T12:00:00", true)]
    [InlineData("2025-12-31T12:00:00+02:00", null, "2025-12-31T10:00:00", true)]
    [InlineData("2025-12-31 12:00", null, "2025-12-31T11:59:59", false)]
    [InlineData(null, "2025-12-31T12:00:00Z", "2025-12-31T12:00:00", true)]
    [InlineData(null, "2025-12-31T12:00:00Z", "2025-12-31T12:00:00.000001", false)]
    [InlineData(" 1  day ", null, "2025-12-31T12:00:00", true)]
    [InlineData("1 day", null, "2025-12-31T11:59:59", false)]
    [InlineData(null, "24 hours", "2025-12-31T12:00:00", true)]
    [InlineData(null, "24 hours", "2025-12-31T12:00:01", false)]
    [InlineData("9000 years", null, "0001-01-01T00:00:00", true)]
    public void Times_beyond_the_limits_end_the_event(string? notBefore, string? notAfter, string time, bool passes)
    {
        using var services = new TestServices();
        var bot = new FilterExpert(new FilterExpertOptions { NotBefore = notBefore, NotAfter = notAfter }, services.Services);

        Assert.Equal(passes ? Verdict.Keep : Verdict.Drop, bot.Process(Events.With("time.source", $"\"{time}+00:00\"")));
        Assert.Equal(Verdict.Keep, bot.Process(Events.With("comment", "\"no time\"")));
    }

    [Fact]
    public void A_search_that_takes_too_long_fails()
    {
        var bot = new FilterExpert(new FilterExpertOptions { FilterKey = "comment", FilterValue = "^(a|aa)+(?=b)$", FilterAction = "drop", FilterRegex = true });

        Assert.Throws<InvalidDataException>(() => bot.Process(Events.With("comment", $"\"{new string('a', 100)}c\"")));
    }

    [Theory]
    [InlineData("""{}""", "nothing to filter by")]
    [InlineData("""{"filter_key": "comment", "filter_value": "a"}""", "nothing to filter by")]
    [InlineData("""{"filter_key": "comment", "filter_value": "a", "filter_action": "remove"}""", "it must be drop or keep")]
    [InlineData("""{"not_before": "yesterday"}""", "not_before")]
    [InlineData("""{"filter_key": "comment", "filter_value": "(", "filter_action": "drop", "filter_regex": true}""", "filter_value")]
    [InlineData("""{"filter_key": "comment", "filter_value": 5, "filter_action": "drop", "filter_regex": "x"}""", "filter_value")]
    public void Parameters_that_cannot_work_are_refused(string parameters, string complaint)
    {
        using var json = System.Text.Json.JsonDocument.Parse(parameters);
        BotDescriptor descriptor = Catalogs.Standard.Get("intelmq.bots.experts.filter.expert");

        var exception = Assert.Throws<BotConfigurationException>(() => descriptor.ReadOptions(json.RootElement, ParameterSource.IntelMQ, []));
        Assert.Contains(complaint, exception.Message, StringComparison.Ordinal);
    }
}
