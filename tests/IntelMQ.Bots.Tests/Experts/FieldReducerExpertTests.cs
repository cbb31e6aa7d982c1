using IntelMQ.Bots.Experts;
using IntelMQ.Bots.Tests.Support;

namespace IntelMQ.Bots.Tests.Experts;

public sealed class FieldReducerExpertTests
{
    private const string Sample = """{"comment": "x", "extra.a": 1, "extra.a.b": [2], "raw": "Zm9v", "source.ip": "192.0.2.1"}""";

    [Theory]
    [InlineData(FilterType.Blacklist, "raw, source.ip", "{'comment': 'x', 'extra.a': 1, 'extra.a.b': [2]}")]
    [InlineData(FilterType.Blacklist, "extra", "{'comment': 'x', 'raw': 'Zm9v', 'source.ip': '192.0.2.1'}")]
    [InlineData(FilterType.Blacklist, "extra.a,no.such", "{'comment': 'x', 'extra.a.b': [2], 'raw': 'Zm9v', 'source.ip': '192.0.2.1'}")]
    [InlineData(FilterType.Whitelist, "raw, source.ip", "{'raw': 'Zm9v', 'source.ip': '192.0.2.1'}")]
    [InlineData(FilterType.Whitelist, "extra", "{'extra.a': 1, 'extra.a.b': [2]}")]
    [InlineData(FilterType.Whitelist, "extra.a", "{'extra.a': 1}")]
    public void Fields_stay_or_go(FilterType type, string keys, string expected)
    {
        var bot = new FieldReducerExpert(new FieldReducerExpertOptions { Type = type, Keys = FieldList.Parse(keys) });
        var message = Events.Of(Sample);

        Assert.True(bot.Process(message).IsKeep);
        Assert.Equal(expected, Events.Flat(message));
    }

    [Fact]
    public void An_event_of_which_nothing_is_left_ends()
    {
        var bot = new FieldReducerExpert(new FieldReducerExpertOptions { Type = FilterType.Whitelist, Keys = ["time.source"] });

        Assert.True(bot.Process(Events.Of(Sample)).IsDrop);
    }

    [Fact]
    public void Both_parameters_are_mandatory()
    {
        var exception = Assert.Throws<BotConfigurationException>(() => new FieldReducerExpert(new FieldReducerExpertOptions()));

        Assert.Equal(2, exception.Complaints.Count);
    }
}
