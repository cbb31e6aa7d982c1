using IntelMQ.Bots.Parsers.Shadowserver;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Parsers.Shadowserver;

public sealed class ShadowserverSchemaUpdateTests
{
    private const string Address = "https://interchange.shadowserver.org/intelmq/v1/schema";
    private const string Old = """{"_meta": {"date_created": "2026-01-01"}}""";
    private const string New = """{"_meta": {"date_created": "2026-02-02"}}""";

    [Theory]
    [InlineData(New, New, true)]
    [InlineData(Old, Old, false)]
    [InlineData("no json", Old, false)]
    [InlineData("{}", Old, false)]
    public async Task Only_a_schema_of_another_date_takes_the_old_ones_place(string answer, string expected, bool replaced)
    {
        using var folder = new TempFolder();
        string path = Path.Combine(folder.Path, "shadowserver-schema.json");
        await File.WriteAllTextAsync(path, Old);
        using var http = new CannedHttp();
        await StartAsync(path, http.OnGet(Address, answer), new FakeClock());
        Assert.Equal(expected, await File.ReadAllTextAsync(path));
        Assert.Equal(replaced, File.Exists(path + ".bak"));
    }

    [Fact]
    public async Task It_is_fetched_at_most_once_an_hour_and_a_failure_stops_nothing()
    {
        using var folder = new TempFolder();
        string path = Path.Combine(folder.Path, "shadowserver-schema.json");
        await File.WriteAllTextAsync(path, Old);
        using var http = new CannedHttp();
        var clock = new FakeClock();
        await StartAsync(path, http, clock);
        int tries = http.Requests.Count;
        await StartAsync(path, http.OnGet(Address, New), clock);
        Assert.Equal(tries, http.Requests.Count);
        clock.Advance(TimeSpan.FromHours(2));
        await StartAsync(path, http, clock);
        Assert.Equal(New, await File.ReadAllTextAsync(path));
    }

    private static async Task StartAsync(string path, CannedHttp http, FakeClock clock)
    {
        using var client = new IntelMQ.Http.HttpConnections(_ => http);
        var parser = new ShadowserverParser(new ShadowserverParserOptions { SchemaFile = path, AutoUpdate = true }, new BotServices { Http = client, Time = clock });
        await parser.StartAsync(CancellationToken.None);
    }
}
