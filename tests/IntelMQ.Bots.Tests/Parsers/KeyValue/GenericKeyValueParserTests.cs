using IntelMQ.Bots.Parsers.KeyValue;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Tests.Parsers.KeyValue;

public sealed class GenericKeyValueParserTests
{
    [Theory]
    [InlineData("timestamp=1700000000", "2023-11-14T22:13:20+00:00")]
    [InlineData("timestamp=\"2024-02-15T10:00:00+02:00\"", "2024-02-15T08:00:00+00:00")]
    [InlineData("timestamp=99999999999999999999", "")]
    [InlineData("timestamp=never", "")]
    public void Times_are_seconds_or_text(string line, string time)
        => Assert.Equal(time, Assert.Single(Parser().Parse(line).Events)["time.source"].ToString());

    [Fact]
    public void Known_keys_fill_their_fields_and_bad_values_are_left_out()
    {
        ParseResult result = Parser().Parse("<13>fw: src=192.0.2.4 dst=\"198.51.100.3\" dpt=x unknown=1\n\nnothing known\n");
        Event first = result.Events[0];
        Assert.Equal("destination.ip = 198.51.100.3\nsource.ip = 192.0.2.4", first.Text());
        Assert.Equal("<13>fw: src=192.0.2.4 dst=\"198.51.100.3\" dpt=x unknown=1", first.Raw());
        Assert.Equal("The line has none of the keys of this feed.", Assert.Single(result.Failures).Reason);
    }

    [Theory]
    [InlineData("src=192.0.2.1 src=192.0.2.2")]
    [InlineData("src=192.0.2.1 saddr=192.0.2.2")]
    public void Two_values_for_a_field_fail_again(string line)
    {
        GenericKeyValueParser parser = Parser();
        ParseResult result = parser.Parse($"src=192.0.2.9\n{line}\nsaddr=192.0.2.8");
        Assert.Equal(2, result.Events.Count);
        parser.FailsAgain(Assert.Single(result.Failures));
    }

    [Fact]
    public void Separators_are_parameters()
    {
        GenericKeyValueParserOptions options = Options();
        options.PairSeparator = "||";
        options.KvSeparator = ": ";
        options.StripQuotes = false;
        Assert.Equal("192.0.2.4", new GenericKeyValueParser(options).Parse("src: 192.0.2.4||dpt: \"1\"").Events[0]["source.ip"].ToString());
    }

    [Fact]
    public void Parameters_are_checked_all_at_once()
    {
        var options = new GenericKeyValueParserOptions { KvSeparator = "", PairSeparator = "" };
        var exception = Assert.Throws<BotConfigurationException>(() => new GenericKeyValueParser(options));
        Assert.Equal(3, exception.Complaints.Count);
    }

    [Fact]
    public void Anything_is_taken() => Parser().TakesAnything("src=192.0.2.1 saddr= dst=\"x\" timestamp=12 dpt=1\nsrc=\"\" timestamp=2024-01-01\n");

    private static GenericKeyValueParser Parser() => new(Options());

    private static GenericKeyValueParserOptions Options() => new()
    {
        Keys =
        {
            ["src"] = "source.ip",
            ["saddr"] = "source.ip",
            ["dst"] = "destination.ip",
            ["dpt"] = "destination.port",
            ["timestamp"] = "time.source",
        },
    };
}
