using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Testing;

namespace ExampleFeed;

public sealed class CountryExpertTests
{
    [Theory]
    [InlineData("AT", 1)]
    [InlineData("XX", 0)]
    public async Task Events_of_the_country_go_on(string country, int count)
    {
        var message = new Event();
        message[Fields.Source.Geolocation.Cc] = country;

        BotRun run = await BotHarness.RunAsync(new CountryExpert(), message);

        Assert.Equal(count, run.Events.Count(static passed => passed["extra.constituency"].ToString() == "national"));
    }
}
