using IntelMQ.Bots.Experts;
using IntelMQ.Bots.Tests.Lookups.Mmdb;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Testing;
using MaxMind.Db;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Bots.Tests.Experts;

public sealed class MaxmindGeoipExpertTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TestServices _services = new();

    private string Database => Path.Combine(_folder.Path, "city.mmdb");

    public void Dispose()
    {
        _services.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(false, false, "'source.geolocation.cc': 'AT', 'source.geolocation.city': 'Linz', 'source.geolocation.latitude': 48.25, 'source.geolocation.longitude': 0.0")]
    [InlineData(true, false, "'source.geolocation.cc': 'AT', 'source.geolocation.city': 'Wien', 'source.geolocation.latitude': 48.25, 'source.geolocation.longitude': 0.0")]
    [InlineData(true, true, "'source.geolocation.cc': 'DE', 'source.geolocation.city': 'Wien', 'source.geolocation.latitude': 48.25, 'source.geolocation.longitude': 0.0")]
    public void The_place_is_added(bool overwrite, bool registered, string expected)
    {
        Write("Wien");
        var message = Events.Of("""{"source.ip": "192.0.2.7", "source.geolocation.city": "Linz", "destination.ip": "198.51.100.1"}""");
        var bot = Create(overwrite, registered);

        Assert.True(bot.Process(message).IsKeep);
        Assert.Equal("{'destination.ip': '198.51.100.1', " + expected + ", 'source.ip': '192.0.2.7'}", Events.Flat(message));
    }

    [Fact]
    public void A_changed_database_is_taken_up_within_a_minute_and_a_broken_one_is_not()
    {
        Write("Wien");
        var bot = Create(true, false);
        Assert.Equal("Wien", City(bot));
        Write("Linz am See");
        Assert.Equal("Wien", City(bot));
        _services.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal("Linz am See", City(bot));

        File.WriteAllText(Database, "broken");
        _services.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal("Linz am See", City(bot));
        Assert.Single(_services.Logs.AtLeast(LogLevel.Error));
    }

    [Theory]
    [InlineData(null, "no such file")]
    [InlineData("broken", "cannot be used")]
    public async Task A_database_that_cannot_be_used_is_named_at_start(string? content, string complaint)
    {
        if (content is not null)
            await File.WriteAllTextAsync(Database, content);

        string message = (await Assert.ThrowsAsync<BotConfigurationException>(async () => await Create(true, false).StartAsync(CancellationToken.None))).Message;
        Assert.Contains(complaint, message, StringComparison.Ordinal);
        Assert.Contains(Database, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_another_type_is_refused()
    {
        Write("Wien", "GeoLite2-ASN");

        string message = (await Assert.ThrowsAsync<BotConfigurationException>(async () => await Create(true, false).StartAsync(CancellationToken.None))).Message;
        Assert.Contains("GeoLite2-ASN", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_that_is_not_UTF8_is_damage()
    {
        Write(new MmdbRaw([0x41, 0xFF]));
        MaxmindGeoipExpert bot = Create(true, false);
        await bot.StartAsync(CancellationToken.None);

        string message = Assert.Throws<InvalidDatabaseException>(() => City(bot)).Message;
        Assert.Contains(Database, message, StringComparison.Ordinal);
    }

    private static string City(MaxmindGeoipExpert bot)
    {
        var message = Events.With("source.ip", "\"192.0.2.7\"");
        bot.Process(message);
        return message["source.geolocation.city"].ToString();
    }

    private MaxmindGeoipExpert Create(bool overwrite, bool registered)
        => new(new MaxmindGeoipExpertOptions { Database = Database, Overwrite = overwrite, UseRegistered = registered }, _services.Services);

    private void Write(object city, string type = "Own-City")
    {
        var builder = new MmdbBuilder(24, 4);
        builder.Metadata["database_type"] = type;
        File.WriteAllBytes(Database, builder.Add("192.0.2.0/24", new MmdbMap(
            ("country", new MmdbMap(("iso_code", "AT"))),
            ("registered_country", new MmdbMap(("iso_code", "DE"))),
            ("location", new MmdbMap(("latitude", 48.25f), ("longitude", 0.0))),
            ("city", new MmdbMap(("names", new MmdbMap(("en", city))))))).Build());
    }
}
